// 日程
// name: occasions
// description: 可以写进日历的时间要求：到期日、时段和周期性任务，附重复规则、单位和方案的印发日期；可按单位与角色、方案筛选。
// description_en: What can stand in a calendar: due dates, periods and recurring duties with their rules, units and the plan's day of issue, filtered by unit and role, or plan.
// example: unit=区司法局
// param unit: unit? — 单位的名称、别名或键
// param role: role = any — 该单位的角色
// param plan: string? — 方案的键、文号或标题中的字
// returns date_key: string — 时间要求键
// returns kind: string — 类型
// returns surface: string — 时间要求
// returns precision: string? — 精度
// returns start_date: date? — 开始日
// returns due_date: date? — 到期日
// returns rrule: string? — 重复规则
// returns months: list<integer> — 月份
// returns window_start: string? — 每年起始（月-日）
// returns window_end: string? — 每年截止（月-日）
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns text: string — 任务内容
// returns lead: list<string> — 牵头
// returns responsible: list<string> — 责任
// returns supporting: list<string> — 配合
// returns section: string? — 章节
// returns plan: string — 方案键
// returns plan_title: string — 方案
// returns issued_on: date? — 印发日期
MATCH (d:TimeConstraint)
WHERE d.due_date IS NOT NULL OR d.rrule IS NOT NULL
MATCH (d)<-[:HAS_DATE]-(t:Task)
WHERE $unit IS NULL OR EXISTS {
        MATCH (t)<-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(u:Unit|UnitGroup)
        WITH u, type(r) AS type, r.principal AS principal
        WHERE (u.key = $unit OR u.name = $unit OR u.full_name = $unit
               OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) })
          AND ($role = 'any'
               OR ($role = 'lead' AND type = 'LEADS')
               OR ($role = 'responsible' AND type = 'RESPONSIBLE_FOR')
               OR ($role = 'supporting' AND type = 'SUPPORTS')
               OR ($role = 'principal' AND principal))
        RETURN u
      }
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
OPTIONAL MATCH (t)-[:PART_OF*1..6]->(s:Section {level: 1})
RETURN d.key AS date_key,
       d.kind AS kind,
       d.surface AS surface,
       d.precision AS precision,
       d.start_date AS start_date,
       d.due_date AS due_date,
       d.rrule AS rrule,
       coalesce(d.months, []) AS months,
       d.window_start AS window_start,
       d.window_end AS window_end,
       t.key AS key,
       t.number AS number,
       t.title AS title,
       t.text AS text,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       COLLECT { MATCH (t)<-[r:RESPONSIBLE_FOR]-(b) RETURN b.name ORDER BY r.position } AS responsible,
       COLLECT { MATCH (t)<-[r:SUPPORTS]-(b) RETURN b.name ORDER BY r.position } AS supporting,
       s.title AS section,
       p.key AS plan,
       p.title AS plan_title,
       p.issued_on AS issued_on
ORDER BY plan_title, plan, t.position, d.position, date_key
