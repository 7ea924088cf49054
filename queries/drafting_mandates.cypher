// 要求制定的文件
// name: drafting_mandates
// description: 哪些任务要求制定哪些文件，由谁牵头，何时到期。
// description_en: Which tasks are to draw up which documents, who leads, and when they fall due.
// example:
// param unit: unit? — 单位的名称、别名或键
// param plan: string? — 方案的键、文号或标题中的字
// returns instrument: string — 文件键
// returns instrument_title: string — 要求制定的文件
// returns surface: string — 原文写法
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns lead: list<string> — 牵头
// returns due_dates: list<date> — 到期日
// returns dates: list<string> — 时间要求
// returns plan: string — 方案键
// returns plan_title: string — 方案
MATCH (t:Task)-[m:DRAFTS]->(i:Instrument)
WITH t, m, i
WHERE ($unit IS NULL OR EXISTS {
        MATCH (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(u:Unit|UnitGroup)
        WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
           OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
      })
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
RETURN i.key AS instrument,
       i.title AS instrument_title,
       m.surface AS surface,
       t.key AS key,
       t.number AS number,
       t.title AS title,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       COLLECT {
         MATCH (t)-[:HAS_DATE]->(d:TimeConstraint) WHERE d.due_date IS NOT NULL
         RETURN DISTINCT d.due_date AS due_date ORDER BY due_date
       } AS due_dates,
       COLLECT { MATCH (t)-[:HAS_DATE]->(d:TimeConstraint) RETURN d.surface ORDER BY d.position } AS dates,
       p.key AS plan,
       p.title AS plan_title
ORDER BY plan_title, plan, t.position, m.position, instrument, key
