// 章节一览
// name: sections
// description: 各章节有多少项任务、从第几项到第几项、涉及多少单位，多少项有时间要求、量化目标和依据文件。
// description_en: Each section's number of tasks with the first and the last, its units, and how many tasks have dates, targets or instruments.
// example:
// param plan: string? — 方案的键、文号或标题中的字
// param level: integer = 1 — 章节层级，1 为最外层
// returns key: string — 章节键
// returns number: string? — 章节序号
// returns title: string — 章节
// returns level: integer — 层级
// returns tasks: integer — 任务数
// returns first: string? — 首项序号
// returns last: string? — 末项序号
// returns units: integer — 单位数
// returns groups: integer — 单位群数
// returns dated: integer — 有时间要求
// returns targeted: integer — 有量化目标
// returns based: integer — 有依据文件
// returns leaders: list<string> — 牵头单位
// returns plan: string — 方案键
// returns plan_title: string — 方案
MATCH (s:Section {level: toInteger($level)})-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
MATCH (s)<-[:PART_OF*1..6]-(t:Task)
WITH s, p, t,
     EXISTS { (t)-[:HAS_DATE]->(:TimeConstraint) } AS has_date,
     EXISTS { (t)-[:HAS_TARGET]->(:Target) } AS has_target,
     EXISTS { (t)-[:CITES]->(:Instrument) } AS has_basis
ORDER BY t.position, t.key
WITH s, p,
     count(t) AS tasks,
     collect(t.number) AS numbers,
     sum(CASE WHEN has_date THEN 1 ELSE 0 END) AS dated,
     sum(CASE WHEN has_target THEN 1 ELSE 0 END) AS targeted,
     sum(CASE WHEN has_basis THEN 1 ELSE 0 END) AS based
WITH s, p, tasks, numbers, dated, targeted, based,
     COUNT {
       MATCH (s)<-[:PART_OF*1..6]-(:Task)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(u:Unit) RETURN DISTINCT u.key
     } AS units,
     COUNT {
       MATCH (s)<-[:PART_OF*1..6]-(:Task)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(g:UnitGroup) RETURN DISTINCT g.key
     } AS groups,
     COLLECT {
       MATCH (s)<-[:PART_OF*1..6]-(x:Task)<-[:LEADS]-(b:Unit|UnitGroup)
       WITH b, count(DISTINCT x.key) AS led
       RETURN b.name ORDER BY led DESC, b.name, b.key
     } AS leaders
RETURN s.key AS key,
       s.number AS number,
       s.title AS title,
       s.level AS level,
       tasks AS tasks,
       numbers[0] AS first,
       numbers[-1] AS last,
       units AS units,
       groups AS groups,
       dated AS dated,
       targeted AS targeted,
       based AS based,
       leaders AS leaders,
       p.key AS plan,
       p.title AS plan_title
ORDER BY plan_title, plan, s.position, key
