// 分工用语
// name: role_labels
// description: 方案里用过哪些分工用语（牵头部门、责任单位、参加单位等），各算作什么角色，出现在几项任务。
// description_en: The role words that plans print, the role each was read as, and in how many tasks they stand.
// example:
// param plan: string? — 方案的键、文号或标题中的字
// returns label: string? — 分工用语
// returns role: string — 角色
// returns tasks: integer — 任务数
// returns mentions: integer — 单位出现次数
// returns plan: string — 方案键
// returns plan_title: string — 方案
MATCH (b:Unit|UnitGroup)-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(t:Task)
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
WITH p, r.label AS label,
     CASE type(r) WHEN 'LEADS' THEN 'lead' WHEN 'RESPONSIBLE_FOR' THEN 'responsible' ELSE 'supporting' END AS role,
     count(DISTINCT t.key) AS tasks, count(r) AS mentions
RETURN label AS label,
       role AS role,
       tasks AS tasks,
       mentions AS mentions,
       p.key AS plan,
       p.title AS plan_title
ORDER BY plan_title, role, tasks DESC, label, plan
