// 到期扎堆的单位
// name: bottlenecks
// description: 一个单位在同一个月（季度、年）到期的任务达到给定的数目即为扎堆：几项、占它全部有到期日任务的几成、其中牵头和主责几项。
// description_en: Units whose deadlines pile up: those with at least so many tasks due in one month (quarter, year), how many of them they lead or carry as principal, and the share of all the unit's dated tasks.
// example: minimum=2 from=2024-01-01 to=2024-12-31
// param minimum: integer = 3 — 一个时段内至少几项任务到期才算扎堆
// param window: string(month|quarter|year) = month — 时段：月、季度、年
// param role: role = any — 角色
// param unit: unit? — 只看这个单位
// param plan: string? — 方案的键、文号或标题中的字
// param from: date? — 起始日（含）
// param to: date? — 截止日（含）
// param through_groups: boolean = false — 是否把固定单位群的任务记到成员名下
// returns key: string — 键
// returns name: string — 单位
// returns full_name: string — 全称
// returns label: string — 类别
// returns span: string — 时段
// returns tasks: integer — 到期任务
// returns lead: integer — 其中牵头
// returns principal: integer — 其中主责
// returns dated: integer — 有到期日的任务
// returns share: float — 占比
// returns first_due: date — 最早到期
// returns last_due: date — 最晚到期
// returns numbers: list<string> — 任务序号
MATCH (t:Task)-[:HAS_DATE]->(d:TimeConstraint)
WHERE d.due_date IS NOT NULL
  AND ($from IS NULL OR d.due_date >= $from)
  AND ($to IS NULL OR d.due_date <= $to)
WITH t, d
WHERE $plan IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..6]->(p:Plan)
        WHERE p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
      }
WITH t, d.due_date AS due,
     CASE $window
       WHEN 'year' THEN substring(toString(d.due_date), 0, 4)
       WHEN 'quarter' THEN substring(toString(d.due_date), 0, 4) + '-Q'
                           + toString((toInteger(substring(toString(d.due_date), 5, 2)) + 2) / 3)
       ELSE substring(toString(d.due_date), 0, 7)
     END AS span
WITH t, span, min(due) AS first_due, max(due) AS last_due
MATCH (t)<-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(body:Unit|UnitGroup)
OPTIONAL MATCH (body)<-[:MEMBER_OF]-(member:Unit)
WHERE $through_groups AND body.extent = 'definite'
WITH t, span, first_due, last_due, coalesce(member, body) AS bearer, type(r) AS type, r.principal AS carries
WHERE $role = 'any' OR ($role = 'principal' AND carries)
   OR $role = CASE type WHEN 'LEADS' THEN 'lead' WHEN 'RESPONSIBLE_FOR' THEN 'responsible' ELSE 'supporting' END
WITH t, span, first_due, last_due, bearer,
     max(CASE WHEN type = 'LEADS' THEN 1 ELSE 0 END) AS leads, max(CASE WHEN carries THEN 1 ELSE 0 END) AS carries
WHERE $unit IS NULL OR bearer.key = $unit OR bearer.name = $unit OR bearer.full_name = $unit
   OR EXISTS { MATCH (bearer)<-[:NAMES]-(:Alias {name: $unit}) }
WITH t, span, first_due, last_due, bearer, leads, carries
ORDER BY first_due, t.position, t.key
WITH bearer, span, count(t) AS tasks, sum(leads) AS lead, sum(carries) AS principal,
     min(first_due) AS first_due, max(last_due) AS last_due, collect(t.number) AS numbers, collect(t.key) AS keys
WITH bearer, collect({
       span: span, tasks: tasks, lead: lead, principal: principal, first_due: first_due, last_due: last_due,
       numbers: numbers
     }) AS spans, collect(keys) AS keys
UNWIND keys AS some
UNWIND some AS key
WITH bearer, spans, count(DISTINCT key) AS dated
UNWIND spans AS s
WITH bearer, dated, s, s.tasks AS tasks
WHERE tasks >= $minimum
RETURN bearer.key AS key,
       bearer.name AS name,
       coalesce(bearer.full_name, bearer.name) AS full_name,
       CASE WHEN bearer:UnitGroup THEN 'UnitGroup' ELSE 'Unit' END AS label,
       s.span AS span,
       tasks AS tasks,
       s.lead AS lead,
       s.principal AS principal,
       dated AS dated,
       round(100.0 * tasks / dated) / 100.0 AS share,
       s.first_due AS first_due,
       s.last_due AS last_due,
       s.numbers AS numbers
ORDER BY tasks DESC, label, span, name, key
