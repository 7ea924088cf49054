// 时限
// name: timeline
// description: 到期日、时段和周期性任务，一个日期一行，附重复规则、牵头单位、章节和方案的印发日期，不列任务全文；可按单位与角色、方案、章节、类型和一段日期筛选，时段与这段日期有重叠即列出。可指定看哪一天有效的版本。
// description_en: Due dates, periods and recurring duties, a row for each date, with rules, leads and section but without the tasks' texts, filtered by unit and role, plan, section, kind and two days; a period counts where it touches these. With as_of, of the version in force on that day.
// example: unit=区司法局
// param unit: unit? — 单位的名称、别名或键
// param role: role = any — 该单位的角色
// param plan: string? — 方案的键、文号或标题中的字
// param section: string? — 一级章节的键或标题
// param kind: string(deadline|period|recurrence)? — 类型：时限、时段、周期
// param from: date? — 起始日（含）；周期性的不受限
// param to: date? — 截止日（含）；周期性的不受限
// param as_of: date? — 看哪一天有效的任务；默认现行的
// param recurring: boolean? — 是：只看周期性的；否：只看有到期日的
// param most: integer? — 最多列几个，取最先到期的
// returns date_key: string — 时间要求键
// returns kind: string — 类型
// returns surface: string — 时间要求
// returns start_date: date? — 开始日
// returns due_date: date? — 到期日
// returns rrule: string? — 重复规则
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns lead: list<string> — 牵头
// returns section: string? — 章节
// returns plan_title: string — 方案
// returns issued_on: date? — 印发日期
// returns dropped: boolean — 现行版本已无此任务
OPTIONAL MATCH (u:Unit|UnitGroup)
WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
   OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
OPTIONAL MATCH (u)-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(mine:Task|TaskVersion)
WHERE $role = 'any'
   OR ($role = 'lead' AND type(r) = 'LEADS')
   OR ($role = 'responsible' AND type(r) = 'RESPONSIBLE_FOR')
   OR ($role = 'supporting' AND type(r) = 'SUPPORTS')
   OR ($role = 'principal' AND r.principal)
// the unit's tasks are looked for once, from the unit
WITH collect(DISTINCT mine) AS asked
MATCH (d:TimeConstraint)<-[:HAS_DATE]-(t:Task|TaskVersion)
// not with OR: two indexes would be united by what is distinct in each row, the list of tasks too
WHERE coalesce(d.due_date, d.rrule) IS NOT NULL
  AND ($recurring IS NULL OR $recurring = (d.rrule IS NOT NULL))
  AND (d.rrule IS NOT NULL
       OR (($from IS NULL OR d.due_date >= $from) AND ($to IS NULL OR coalesce(d.start_date, d.due_date) <= $to)))
  AND ($kind IS NULL OR d.kind = $kind)
  AND (($as_of IS NULL AND t:Task)
       OR (t.valid_from <= $as_of AND (t.valid_to IS NULL OR t.valid_to > $as_of)))
  AND ($unit IS NULL OR t IN asked)
  AND ($plan IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..7]->(p:Plan)
        WHERE p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
      })
  AND ($section IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..6]->(f:Section|SectionVersion {level: 1})
        WHERE f.key = $section OR f.title = $section
      })
WITH d, t // a sort holds in each row what was there before it, and asked is a list of tasks
WITH d, t, d.due_date AS due_date
ORDER BY due_date
WITH collect({date: d, task: t}) AS found
// of those asked for, the last one's day: what comes later need not be looked at
WITH found, CASE WHEN $most <= size(found) AND $most > 0 THEN found[toInteger($most) - 1].date.due_date END AS last
UNWIND found AS each
WITH each.date AS d, each.task AS t, last
WHERE last IS NULL OR d.due_date <= last
MATCH (t)-[:PART_OF*1..7]->(p:Plan)
// the plan on that day
OPTIONAL MATCH (p)<-[:PART_OF]-(v:PlanVersion)
WHERE v.valid_from <= $as_of AND v.valid_to > $as_of
WITH d, t, p, coalesce(v, p) AS w
WITH d, t, p, w, d.due_date AS due_date, w.title AS plan_title, d.key AS date_key
ORDER BY due_date, plan_title, date_key
WITH collect({date: d, task: t, plan: p, then: w}) AS found
UNWIND found[0..toInteger(coalesce($most, size(found)))] AS each
WITH each.date AS d, each.task AS t, each.plan AS p, each.then AS w
OPTIONAL MATCH (t)-[:PART_OF*1..6]->(s:Section|SectionVersion {level: 1})
RETURN d.key AS date_key,
       d.kind AS kind,
       d.surface AS surface,
       d.start_date AS start_date,
       d.due_date AS due_date,
       d.rrule AS rrule,
       coalesce(t.task, t.key) AS key,
       t.number AS number,
       t.title AS title,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       s.title AS section,
       w.title AS plan_title,
       w.issued_on AS issued_on,
       t:TaskVersion AND NOT EXISTS { (t)<-[:HAS_VERSION]-(:Task) } AS dropped
ORDER BY plan_title, p.key, t.position, d.position, date_key
