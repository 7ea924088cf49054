// 时限
// name: timeline
// description: 到期日、时段和周期性任务，一个日期一行，附重复规则、章节和方案的印发日期，不列单位和任务全文；可按单位与角色、方案筛选。
// description_en: Due dates, periods and recurring duties, a row for each date, with rules, leads and section but without the tasks' texts, filtered by unit and role, or plan.
// example: unit=区司法局
// param unit: unit? — 单位的名称、别名或键
// param role: role = any — 该单位的角色
// param plan: string? — 方案的键、文号或标题中的字
// returns date_key: string — 时间要求键
// returns kind: string — 类型
// returns surface: string — 时间要求
// returns start_date: date? — 开始日
// returns due_date: date? — 到期日
// returns rrule: string? — 重复规则
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns section: string? — 章节
// returns plan_title: string — 方案
// returns issued_on: date? — 印发日期
OPTIONAL MATCH (u:Unit|UnitGroup)-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(mine:Task)
WHERE (u.key = $unit OR u.name = $unit OR u.full_name = $unit
       OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) })
  AND ($role = 'any'
       OR ($role = 'lead' AND type(r) = 'LEADS')
       OR ($role = 'responsible' AND type(r) = 'RESPONSIBLE_FOR')
       OR ($role = 'supporting' AND type(r) = 'SUPPORTS')
       OR ($role = 'principal' AND r.principal))
// the unit's tasks are looked for once, from the unit
WITH collect(DISTINCT mine) AS asked
MATCH (d:TimeConstraint)<-[:HAS_DATE]-(t:Task)
WHERE (d.due_date IS NOT NULL OR d.rrule IS NOT NULL) AND ($unit IS NULL OR t IN asked)
WITH d, t
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
OPTIONAL MATCH (t)-[:PART_OF*1..6]->(s:Section {level: 1})
RETURN d.key AS date_key,
       d.kind AS kind,
       d.surface AS surface,
       d.start_date AS start_date,
       d.due_date AS due_date,
       d.rrule AS rrule,
       t.key AS key,
       t.number AS number,
       t.title AS title,
       s.title AS section,
       p.title AS plan_title,
       p.issued_on AS issued_on
ORDER BY plan_title, p.key, t.position, d.position, date_key
