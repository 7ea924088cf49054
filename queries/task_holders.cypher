// 任务现由谁承担
// name: task_holders
// description: 方案里点名的单位后来改名、合并或拆分的，到某一天任务由谁承担；可只看一项任务、一个单位现在承担的（含承继来的），或只看有变动的。
// description_en: Who holds the duties by a day, where the units that plans name were renamed, merged or split since; for one task, for the present holder (inherited duties too), or only what changed.
// example: unit=区司法局 role=lead
// param task: string? — 任务的键或序号
// param unit: unit? — 当日承担任务的单位，名称、别名或键
// param role: role = any — 角色
// param changed: boolean = false — 是否只列有变动的
// param on: date = today — 哪一天
// param plan: string? — 方案的键、文号或标题中的字
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns role: string — 角色
// returns named: string — 方案点名的单位
// returns named_key: string — 点名单位键
// returns holder: string — 当日承担单位
// returns holder_key: string — 承担单位键
// returns steps: integer — 经过几次变动
// returns since: date? — 最后一次变动的日期
// returns undated: boolean — 是否有变动没有日期
// returns plan: string — 方案键
// returns plan_title: string — 方案
MATCH (b:Unit|UnitGroup)-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(t:Task)
WHERE $task IS NULL OR t.key = $task OR t.number = $task
WITH b, t, r, CASE type(r) WHEN 'LEADS' THEN 'lead' WHEN 'RESPONSIBLE_FOR' THEN 'responsible' ELSE 'supporting' END AS role
WHERE $role IN ['any', role] OR ($role = 'principal' AND r.principal)
WITH b, t, role, min(r.position) AS position
MATCH path = (b)-[:SUCCEEDED_BY*0..8]->(v)
WITH b, t, role, position, v, relationships(path) AS changes
WHERE size([c IN changes WHERE c.on > $on]) = 0
  AND ($changed = false OR size(changes) > 0)
  AND NOT EXISTS { MATCH (v)-[n:SUCCEEDED_BY]->(:Unit) WHERE n.on IS NULL OR n.on <= $on }
WITH b, t, role, position, v, changes
WHERE $unit IS NULL OR v.key = $unit OR v.name = $unit OR v.full_name = $unit
   OR EXISTS { MATCH (v)<-[:NAMES]-(:Alias {name: $unit}) }
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
RETURN t.key AS key,
       t.number AS number,
       t.title AS title,
       role AS role,
       coalesce(b.full_name, b.name) AS named,
       b.key AS named_key,
       coalesce(v.full_name, v.name) AS holder,
       v.key AS holder_key,
       size(changes) AS steps,
       CASE WHEN size(changes) = 0 THEN null ELSE changes[size(changes) - 1].on END AS since,
       size([c IN changes WHERE c.on IS NULL]) > 0 AS undated,
       p.key AS plan,
       p.title AS plan_title
ORDER BY plan_title, plan, t.position, role, position, named_key, steps, holder, holder_key, since
