// 台账
// name: ledger
// description: 一项任务一行的台账：章节、任务全文、各角色单位、时间要求、量化目标和依据文件；可按方案、单位与角色筛选。
// description_en: The register that offices keep, a task a row: section, full text, units by role, dates, targets and instruments, filtered by plan, or unit and role.
// example: unit=区司法局 role=lead
// param plan: string? — 方案的键、文号或标题中的字
// param unit: unit? — 单位的名称、别名或键
// param role: role = any — 该单位的角色
// returns number: string? — 序号
// returns section: string? — 章节
// returns subsection: string? — 小节
// returns title: string — 任务
// returns text: string — 任务内容
// returns lead: list<string> — 牵头单位
// returns responsible: list<string> — 责任单位
// returns supporting: list<string> — 配合单位
// returns dates: list<string> — 完成时限
// returns due_dates: list<date> — 到期日
// returns targets: list<map> — 量化目标（indicator、surface）
// returns instruments: list<map> — 依据文件（title、document_number、relation）
// returns plan_title: string — 方案
// returns plan: string — 方案键
// returns key: string — 任务键
MATCH (t:Task)
WHERE $unit IS NULL OR EXISTS {
        MATCH (t)<-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(u:Unit|UnitGroup)
        WITH u, type(r) AS type, r.principal AS principal
        WHERE (u.key = $unit OR u.name = $unit OR u.full_name = $unit
               OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) })
          AND ($role = 'any'
               OR ($role = 'lead' AND type = 'LEADS')
               OR ($role = 'responsible' AND type = 'RESPONSIBLE_FOR')
               OR ($role = 'supporting' AND type = 'SUPPORTS')
               OR ($role = 'principal' AND principal))
        RETURN u
      }
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
OPTIONAL MATCH (t)-[:PART_OF*1..6]->(s:Section {level: 1})
OPTIONAL MATCH (t)-[:PART_OF]->(sub:Section)
WHERE sub.level > 1
RETURN t.number AS number,
       s.title AS section,
       sub.title AS subsection,
       t.title AS title,
       t.text AS text,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       COLLECT { MATCH (t)<-[r:RESPONSIBLE_FOR]-(b) RETURN b.name ORDER BY r.position } AS responsible,
       COLLECT { MATCH (t)<-[r:SUPPORTS]-(b) RETURN b.name ORDER BY r.position } AS supporting,
       COLLECT { MATCH (t)-[:HAS_DATE]->(d:TimeConstraint) RETURN d.surface ORDER BY d.position } AS dates,
       COLLECT {
         MATCH (t)-[:HAS_DATE]->(d:TimeConstraint) WHERE d.due_date IS NOT NULL
         RETURN DISTINCT d.due_date AS due_date ORDER BY due_date
       } AS due_dates,
       COLLECT {
         MATCH (t)-[:HAS_TARGET]->(g:Target) WITH g ORDER BY g.position, g.key
         RETURN {indicator: g.indicator, surface: g.surface}
       } AS targets,
       COLLECT {
         MATCH (t)-[m:CITES|DRAFTS]->(i:Instrument) WITH i, m ORDER BY m.start, m.position, i.key
         RETURN {title: i.title, document_number: i.document_number,
                 relation: CASE type(m) WHEN 'DRAFTS' THEN 'drafts' ELSE 'cites' END}
       } AS instruments,
       p.title AS plan_title,
       p.key AS plan,
       t.key AS key
ORDER BY plan_title, plan, t.position, key
