// 要素不全的任务数
// name: gap_counts
// description: 有多少项任务没有时间要求、量化目标、依据文件、牵头单位或任何单位；是哪些任务见“要素不全的任务”。
// description_en: How many tasks have no date, target, instrument they rest on, leading unit or unit at all; task_gaps lists them.
// example:
// param plan: string? — 方案的键、文号或标题中的字
// returns tasks: integer — 任务数
// returns no_date: integer — 无时间
// returns no_target: integer — 无目标
// returns no_basis: integer — 无依据
// returns no_lead: integer — 无牵头
// returns no_unit: integer — 无单位
MATCH (t:Task)
WHERE $plan IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..6]->(p:Plan)
        WHERE p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
      }
WITH t,
     [(t)-[r:HAS_DATE|HAS_TARGET|CITES]->() | type(r)] AS facts,
     EXISTS { MATCH (t)<-[:LEADS]-() } AS led
WITH 'HAS_DATE' IN facts AS dated,
     'HAS_TARGET' IN facts AS targeted,
     'CITES' IN facts AS based,
     led,
     // who else holds it matters only where nobody leads
     CASE WHEN led THEN true ELSE EXISTS { MATCH (t)<-[:RESPONSIBLE_FOR|SUPPORTS]-() } END AS held
RETURN count(*) AS tasks,
       count(CASE WHEN NOT dated THEN 1 END) AS no_date,
       count(CASE WHEN NOT targeted THEN 1 END) AS no_target,
       count(CASE WHEN NOT based THEN 1 END) AS no_basis,
       count(CASE WHEN NOT led THEN 1 END) AS no_lead,
       count(CASE WHEN NOT held THEN 1 END) AS no_unit
ORDER BY tasks
