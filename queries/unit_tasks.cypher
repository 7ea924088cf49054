// 某单位的任务
// name: unit_tasks
// description: 列出一个单位承担的任务，可只看牵头、责任、配合或主责的；也可计入它所属的固定单位群（如各镇）分到的任务。一项任务的每种角色占一行。可指定看哪一天有效的版本。
// description_en: The tasks of a unit, in one role or any, on request with those of the definite groups it belongs to; one row for each task and role. With as_of, the version in force on that day.
// example: unit=区司法局 role=lead
// param unit: unit — 单位的名称、别名或键
// param role: role = any — 角色
// param through_groups: boolean = false — 是否计入所属固定单位群的任务
// param plan: string? — 方案的键、文号或标题中的字
// param section: string? — 章节的键或标题中的字
// param dated: boolean? — 是：只看有时间要求的；否：只看没有的
// param as_of: date? — 看哪一天有效的任务；默认现行的
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns role: string — 角色
// returns label: string? — 分工用语
// returns surface: string — 原文写法
// returns position: integer — 同一角色中的次序
// returns principal: boolean — 是否主责
// returns through: string? — 经由单位群
// returns due_dates: list<date> — 到期日
// returns dates: list<string> — 时间要求
// returns section: string? — 章节
// returns subsection: string? — 小节
// returns plan: string — 方案键
// returns plan_title: string — 方案
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
// the unit's own name comes before the groups that also bring it the task
WITH u, body, r, t, role
ORDER BY t.key, role, CASE WHEN body.key = u.key THEN 0 ELSE 1 END, body.key, r.position
WITH u, t, role, collect({
       label: r.label, surface: r.surface, position: r.position, principal: r.principal,
       through: CASE WHEN body.key = u.key THEN null ELSE body.name END
     })[0] AS named
MATCH (t)-[:PART_OF*1..7]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
WITH u, t, role, named, p,
     COLLECT { MATCH (t)-[:HAS_DATE]->(d:TimeConstraint) RETURN d.surface ORDER BY d.position } AS dates
WHERE ($dated IS NULL OR $dated = (size(dates) > 0))
  AND ($section IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..6]->(f:Section|SectionVersion) WHERE f.key = $section OR f.title CONTAINS $section
      })
OPTIONAL MATCH (t)-[:PART_OF*1..6]->(s:Section|SectionVersion {level: 1})
OPTIONAL MATCH (t)-[:PART_OF]->(sub:Section|SectionVersion)
WHERE sub.level > 1
// the plan's title on that day
OPTIONAL MATCH (p)<-[:PART_OF]-(v:PlanVersion)
WHERE v.valid_from <= $as_of AND v.valid_to > $as_of
RETURN coalesce(t.task, t.key) AS key,
       t.number AS number,
       t.title AS title,
       role AS role,
       named.label AS label,
       named.surface AS surface,
       named.position AS position,
       named.principal AS principal,
       named.through AS through,
       COLLECT {
         MATCH (t)-[:HAS_DATE]->(d:TimeConstraint) WHERE d.due_date IS NOT NULL
         RETURN DISTINCT d.due_date AS due_date ORDER BY due_date
       } AS due_dates,
       dates AS dates,
       s.title AS section,
       sub.title AS subsection,
       p.key AS plan,
       coalesce(v.title, p.title) AS plan_title,
       coalesce(u.full_name, u.name) AS unit
ORDER BY plan_title, plan, t.position, role, unit, key
