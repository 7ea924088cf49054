// 持续推进的任务
// name: ongoing_tasks
// description: 完成时限写为持续推进、长期坚持，或只写明从何时起的任务，没有到期日。
// description_en: Tasks whose stated time limit is to go on, or which begin on a day and have no due date.
// example:
// param unit: unit? — 单位的名称、别名或键
// param plan: string? — 方案的键、文号或标题中的字
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns surface: string — 时间要求
// returns stated_in: string? — 写在何处
// returns lead: list<string> — 牵头
// returns plan: string — 方案键
// returns plan_title: string — 方案
// returns date_key: string — 时间要求键
MATCH (t:Task)-[:HAS_DATE]->(d:Ongoing|Period)
WHERE d.due_date IS NULL
  AND ($unit IS NULL OR EXISTS {
        MATCH (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(u:Unit|UnitGroup)
        WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
           OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
      })
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
RETURN t.key AS key,
       t.number AS number,
       t.title AS title,
       d.surface AS surface,
       d.stated_in AS stated_in,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       p.key AS plan,
       p.title AS plan_title,
       d.key AS date_key
ORDER BY plan_title, plan, t.position, d.position, date_key
