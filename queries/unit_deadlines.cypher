// 某单位的到期日
// name: unit_deadlines
// description: 一个单位承担的任务中写明的到期日，按先后排列，标出到某一天是否已到期、还剩几天。可指定看哪一天有效的版本。
// description_en: The due dates of a unit's tasks in order, with whether they have passed on a day and how many days are left. With as_of, of the version in force on that day.
// example: unit=区司法局 on=2024-06-30
// param unit: unit — 单位的名称、别名或键
// param role: role = any — 角色
// param on: date = today — 看哪一天是否已到期
// param passed: boolean? — 是：只看已到期的；否：只看未到期的
// param through_groups: boolean = false — 是否计入所属固定单位群的任务
// param as_of: date? — 看哪一天有效的任务；默认现行的
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns role: string — 角色
// returns due_date: date — 到期日
// returns start_date: date? — 开始日
// returns surface: string — 时间要求
// returns kind: string — 类型
// returns precision: string? — 精度
// returns passed: boolean — 是否已到期
// returns days_left: integer — 剩余天数
// returns through: string? — 经由单位群
// returns plan: string — 方案键
// returns plan_title: string — 方案
// returns date_key: string — 时间要求键
// returns unit: string — 单位
MATCH (u:Unit|UnitGroup)
WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
   OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
OPTIONAL MATCH (u)-[:MEMBER_OF]->(g:UnitGroup {extent: 'definite'})
WHERE $through_groups
WITH u, collect(g) AS groups
UNWIND [u] + groups AS body
MATCH (body)-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(t:Task|TaskVersion)
WHERE ($as_of IS NULL AND t:Task)
   OR (t.valid_from <= $as_of AND (t.valid_to IS NULL OR t.valid_to > $as_of))
WITH u, body, r, t,
     CASE type(r) WHEN 'LEADS' THEN 'lead' WHEN 'RESPONSIBLE_FOR' THEN 'responsible' ELSE 'supporting' END AS role
WHERE $role IN ['any', role] OR ($role = 'principal' AND r.principal)
WITH u, body, r, t, role
ORDER BY t.key, role, CASE WHEN body.key = u.key THEN 0 ELSE 1 END, body.key, r.position
WITH u, t, role, collect(CASE WHEN body.key = u.key THEN '' ELSE body.name END)[0] AS via
MATCH (t)-[:HAS_DATE]->(d:TimeConstraint)
WHERE d.due_date IS NOT NULL AND ($passed IS NULL OR $passed = (d.due_date < $on))
MATCH (t)-[:PART_OF*1..7]->(p:Plan)
// the plan's title on that day
OPTIONAL MATCH (p)<-[:PART_OF]-(v:PlanVersion)
WHERE v.valid_from <= $as_of AND v.valid_to > $as_of
RETURN coalesce(t.task, t.key) AS key,
       t.number AS number,
       t.title AS title,
       role AS role,
       d.due_date AS due_date,
       d.start_date AS start_date,
       d.surface AS surface,
       d.kind AS kind,
       d.precision AS precision,
       d.due_date < $on AS passed,
       duration.inDays($on, d.due_date).days AS days_left,
       CASE WHEN via = '' THEN null ELSE via END AS through,
       p.key AS plan,
       coalesce(v.title, p.title) AS plan_title,
       d.key AS date_key,
       coalesce(u.full_name, u.name) AS unit
ORDER BY due_date, plan_title, plan, t.position, d.position, role, unit, date_key
