// 任务清单
// name: task_list
// description: 任务清单，含牵头、责任、配合单位和时间要求；可按方案、章节、单位与角色、任务中的字筛选，也可只取其中一段。
// description_en: Tasks with their units by role and their dates, filtered by plan, section, unit and role, or words of the task; on request a stretch of them.
// example: text=执法 unit=区司法局
// param plan: string? — 方案的键、文号或标题中的字
// param section: string? — 章节的键或标题中的字
// param unit: unit? — 单位的名称、别名或键
// param role: role = any — 该单位的角色
// param text: string? — 任务中的字
// param dated: boolean? — 是：只看有时间要求的；否：只看没有的
// param tasks: string? — 只看这些任务：任务键，以逗号分隔
// param after: integer = 0 — 略过前几项
// param most: integer? — 最多列几项
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns lead: list<string> — 牵头
// returns responsible: list<string> — 责任
// returns supporting: list<string> — 配合
// returns due_dates: list<date> — 到期日
// returns dates: list<string> — 时间要求
// returns section: string? — 章节
// returns subsection: string? — 小节
// returns plan: string — 方案键
// returns plan_title: string — 方案
MATCH (t:Task)
WHERE ($tasks IS NULL OR t.key IN split($tasks, ','))
  AND ($text IS NULL OR t.title CONTAINS $text OR t.text CONTAINS $text)
  AND ($dated IS NULL OR $dated = EXISTS { (t)-[:HAS_DATE]->(:TimeConstraint) })
  AND ($section IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..6]->(f:Section) WHERE f.key = $section OR f.title CONTAINS $section
      })
  AND ($unit IS NULL OR EXISTS {
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
      })
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
WITH t, p, p.title AS plan_title, p.key AS plan, t.position AS position, t.key AS key
ORDER BY plan_title, plan, position, key
WITH collect({task: t, plan: p}) AS found
UNWIND found[toInteger($after)..toInteger($after + coalesce($most, size(found)))] AS each
WITH each.task AS t, each.plan AS p
OPTIONAL MATCH (t)-[:PART_OF*1..6]->(s:Section {level: 1})
OPTIONAL MATCH (t)-[:PART_OF]->(sub:Section)
WHERE sub.level > 1
RETURN t.key AS key,
       t.number AS number,
       t.title AS title,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       COLLECT { MATCH (t)<-[r:RESPONSIBLE_FOR]-(b) RETURN b.name ORDER BY r.position } AS responsible,
       COLLECT { MATCH (t)<-[r:SUPPORTS]-(b) RETURN b.name ORDER BY r.position } AS supporting,
       COLLECT {
         MATCH (t)-[:HAS_DATE]->(d:TimeConstraint) WHERE d.due_date IS NOT NULL
         RETURN DISTINCT d.due_date AS due_date ORDER BY due_date
       } AS due_dates,
       COLLECT { MATCH (t)-[:HAS_DATE]->(d:TimeConstraint) RETURN d.surface ORDER BY d.position } AS dates,
       s.title AS section,
       sub.title AS subsection,
       p.key AS plan,
       p.title AS plan_title
ORDER BY plan_title, plan, t.position, key
