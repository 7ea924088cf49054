// 到期日历
// name: due_calendar
// description: 每个月（或每天）有多少项任务、多少个日期到期，及任务序号；可只看一段日期。
// description_en: How many tasks and dates fall due in each month (or on each day), with the tasks' numbers; on request between two days.
// example:
// param by: string(month|day) = month — 按月还是按日
// param from: date? — 起始日（含）
// param to: date? — 截止日（含）
// param unit: unit? — 单位的名称、别名或键
// param plan: string? — 方案的键、文号或标题中的字
// returns month: string — 月份（按日时为日期）
// returns tasks: integer — 到期任务
// returns first_due: date — 最早到期日
// returns last_due: date — 最晚到期日
// returns numbers: list<string> — 任务序号
// returns dates: integer — 到期日数
MATCH (t:Task)-[:HAS_DATE]->(d:TimeConstraint)
WHERE d.due_date IS NOT NULL
  AND ($from IS NULL OR d.due_date >= $from)
  AND ($to IS NULL OR d.due_date <= $to)
WITH t, d
WHERE ($unit IS NULL OR EXISTS {
        MATCH (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(u:Unit|UnitGroup)
        WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
           OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
      })
  AND ($plan IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..6]->(p:Plan)
        WHERE p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
      })
WITH substring(toString(d.due_date), 0, CASE WHEN $by = 'day' THEN 10 ELSE 7 END) AS month, t,
     min(d.due_date) AS first_due, max(d.due_date) AS last_due, count(d) AS dates
ORDER BY month, t.position, t.key
WITH month, count(t) AS tasks, min(first_due) AS first_due, max(last_due) AS last_due,
     collect(t.number) AS numbers, sum(dates) AS dates
RETURN month AS month,
       tasks AS tasks,
       first_due AS first_due,
       last_due AS last_due,
       numbers AS numbers,
       dates AS dates
ORDER BY month
