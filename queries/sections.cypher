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
WITH s, p, t, t.position AS position, t.key AS task, t.number AS number
ORDER BY position, task
WITH s, p, collect(t) AS found, collect(number) AS numbers
WITH s, p, found, numbers,
     COLLECT {
       UNWIND found AS t
       MATCH (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(b:Unit|UnitGroup)
       RETURN DISTINCT b
     } AS bodies,
     COUNT { UNWIND found AS t MATCH (t)-[:HAS_DATE]->(:TimeConstraint) RETURN DISTINCT t } AS dated,
     COUNT { UNWIND found AS t MATCH (t)-[:HAS_TARGET]->(:Target) RETURN DISTINCT t } AS targeted,
     COUNT { UNWIND found AS t MATCH (t)-[:CITES]->(:Instrument) RETURN DISTINCT t } AS based,
     COLLECT {
       UNWIND found AS t
       MATCH (t)<-[:LEADS]-(b:Unit|UnitGroup)
       WITH b, count(DISTINCT t) AS led
       RETURN b.name ORDER BY led DESC, b.name, b.key
     } AS leaders
RETURN s.key AS key,
       s.number AS number,
       s.title AS title,
       s.level AS level,
       size(found) AS tasks,
       numbers[0] AS first,
       numbers[-1] AS last,
       size([b IN bodies WHERE b:Unit]) AS units,
       size([b IN bodies WHERE b:UnitGroup]) AS groups,
       dated AS dated,
       targeted AS targeted,
       based AS based,
       leaders AS leaders,
       p.key AS plan,
       p.title AS plan_title
ORDER BY plan_title, plan, s.position, key
