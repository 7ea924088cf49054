// 季度要事
// name: quarter_agenda
// description: 某年某季度要办的事：在该季度到期的、时段跨入该季度的，以及每年该季度重复的任务。
// description_en: What a quarter holds: what falls due in it, periods that reach into it, and duties that recur in its months.
// example: year=2024 quarter=4
// param year: integer — 年份
// param quarter: integer(1..4) — 季度
// param unit: unit? — 单位的名称、别名或键
// param plan: string? — 方案的键、文号或标题中的字
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns kind: string — 类型
// returns surface: string — 时间要求
// returns start_date: date? — 开始日
// returns due_date: date? — 到期日
// returns window_start: string? — 每年起始（月-日）
// returns window_end: string? — 每年截止（月-日）
// returns lead: list<string> — 牵头
// returns plan: string — 方案键
// returns plan_title: string — 方案
// returns date_key: string — 时间要求键
WITH date({year: toInteger($year), month: toInteger($quarter) * 3 - 2, day: 1}) AS first_day,
     [toInteger($quarter) * 3 - 2, toInteger($quarter) * 3 - 1, toInteger($quarter) * 3] AS quarter_months
WITH first_day, first_day + duration({months: 3}) AS next_day, quarter_months
MATCH (t:Task)-[:HAS_DATE]->(d:TimeConstraint)
WITH t, d, d.due_date >= first_day AND coalesce(d.start_date, d.due_date) < next_day AS dated_here,
     size([m IN coalesce(d.months, []) WHERE m IN quarter_months]) > 0 AS recurs_here
WHERE dated_here OR recurs_here
WITH t, d
WHERE ($unit IS NULL OR EXISTS {
        MATCH (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(u:Unit|UnitGroup)
        WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
           OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
      })
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
RETURN t.key AS key,
       t.number AS number,
       t.title AS title,
       d.kind AS kind,
       d.surface AS surface,
       d.start_date AS start_date,
       d.due_date AS due_date,
       d.window_start AS window_start,
       d.window_end AS window_end,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       p.key AS plan,
       p.title AS plan_title,
       d.key AS date_key
ORDER BY coalesce(substring(toString(d.due_date), 5, 5), d.window_end), plan_title, plan, t.position, d.position, date_key
