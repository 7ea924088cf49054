// 到期日一览
// name: deadlines
// description: 一段日期内到期的任务，按先后排列，标出到某一天是否已到期、还剩几天；可只看某个单位的。可指定看哪一天有效的版本。
// description_en: What falls due between two days, in order, with whether it has passed on a day and how many days are left; on request of one unit. With as_of, of the version in force on that day.
// example: from=2024-01-01 to=2026-12-31 on=2024-06-30
// param from: date? — 起始日（含）
// param to: date? — 截止日（含）
// param on: date = today — 看哪一天是否已到期
// param passed: boolean? — 是：只看已到期的；否：只看未到期的
// param unit: unit? — 单位的名称、别名或键
// param plan: string? — 方案的键、文号或标题中的字
// param as_of: date? — 看哪一天有效的任务；默认现行的
// param most: integer? — 最多列几个，取最先到期的
// returns due_date: date — 到期日
// returns start_date: date? — 开始日
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns surface: string — 时间要求
// returns kind: string — 类型
// returns precision: string? — 精度
// returns stated_in: string? — 写在何处
// returns passed: boolean — 是否已到期
// returns days_left: integer — 剩余天数
// returns lead: list<string> — 牵头
// returns plan: string — 方案键
// returns plan_title: string — 方案
// returns date_key: string — 时间要求键
MATCH (d:TimeConstraint)
WHERE d.due_date IS NOT NULL
  AND ($from IS NULL OR d.due_date >= $from)
  AND ($to IS NULL OR d.due_date <= $to)
  AND ($passed IS NULL OR $passed = (d.due_date < $on))
MATCH (d)<-[:HAS_DATE]-(t:Task|TaskVersion)
WHERE ($as_of IS NULL AND t:Task)
   OR (t.valid_from <= $as_of AND (t.valid_to IS NULL OR t.valid_to > $as_of))
WITH d, t
WHERE ($unit IS NULL OR EXISTS {
        MATCH (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(u:Unit|UnitGroup)
        WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
           OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
      })
  AND ($plan IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..7]->(p:Plan)
        WHERE p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
      })
WITH d, t, d.due_date AS due_date
ORDER BY due_date
WITH collect({date: d, task: t}) AS found
// of those asked for, the last one's day: what comes later need not be looked at
WITH found, CASE WHEN $most <= size(found) AND $most > 0 THEN found[toInteger($most) - 1].date.due_date END AS last
UNWIND found AS each
WITH each.date AS d, each.task AS t, last
WHERE last IS NULL OR d.due_date <= last
MATCH (t)-[:PART_OF*1..7]->(p:Plan)
// the plan's title on that day
OPTIONAL MATCH (p)<-[:PART_OF]-(v:PlanVersion)
WHERE v.valid_from <= $as_of AND v.valid_to > $as_of
WITH d, t, p, coalesce(v.title, p.title) AS plan_title,
     d.due_date AS due_date, p.key AS plan, t.position AS task_position, d.position AS position, d.key AS date_key
ORDER BY due_date, plan_title, plan, task_position, position, date_key
WITH collect({date: d, task: t, plan: p, plan_title: plan_title}) AS found
UNWIND found[0..toInteger(coalesce($most, size(found)))] AS each
WITH each.date AS d, each.task AS t, each.plan AS p, each.plan_title AS plan_title
RETURN d.due_date AS due_date,
       d.start_date AS start_date,
       coalesce(t.task, t.key) AS key,
       t.number AS number,
       t.title AS title,
       d.surface AS surface,
       d.kind AS kind,
       d.precision AS precision,
       d.stated_in AS stated_in,
       d.due_date < $on AS passed,
       duration.inDays($on, d.due_date).days AS days_left,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       p.key AS plan,
       plan_title AS plan_title,
       d.key AS date_key
ORDER BY due_date, plan_title, plan, t.position, d.position, date_key
