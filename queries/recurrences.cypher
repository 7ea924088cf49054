// 周期性任务
// name: recurrences
// description: 每年、每季度、每月重复的任务。给出月份时，只列该月要办的（写明该月的和每月、每周的）；可另列没有写明月份的。
// description_en: Recurring duties. With a month: those whose rule names it and those of every month or week; on request also those that name no month.
// example: month=1
// param month: integer(1..12)? — 月份
// param any_month: boolean = false — 给出月份时，是否也列出没有写明月份的（如每年一次）
// param unit: unit? — 单位的名称、别名或键
// param plan: string? — 方案的键、文号或标题中的字
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns surface: string — 时间要求
// returns rrule: string — 重复规则
// returns months: list<integer> — 月份
// returns window_start: string? — 每年起始（月-日）
// returns window_end: string? — 每年截止（月-日）
// returns lead: list<string> — 牵头
// returns plan: string — 方案键
// returns plan_title: string — 方案
// returns date_key: string — 时间要求键
MATCH (d:Recurrence)
WITH d, coalesce(d.months, []) AS months,
     d.rrule = 'FREQ=MONTHLY' OR d.rrule STARTS WITH 'FREQ=WEEKLY' OR d.rrule STARTS WITH 'FREQ=DAILY' AS every_month
WHERE $month IS NULL OR $month IN months OR (size(months) = 0 AND (every_month OR $any_month))
MATCH (d)<-[:HAS_DATE]-(t:Task)
WHERE $unit IS NULL OR EXISTS {
        MATCH (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(u:Unit|UnitGroup)
        WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
           OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
      }
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
RETURN t.key AS key,
       t.number AS number,
       t.title AS title,
       d.surface AS surface,
       d.rrule AS rrule,
       months AS months,
       d.window_start AS window_start,
       d.window_end AS window_end,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       p.key AS plan,
       p.title AS plan_title,
       d.key AS date_key
ORDER BY coalesce(d.window_start, '99-99'), coalesce(d.window_end, '99-99'), plan_title, plan, t.position, d.position, date_key
