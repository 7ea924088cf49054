// 多个单位牵头的任务
// name: several_leads
// description: 由几个单位共同牵头的任务，便于明确谁负总责。
// description_en: Tasks that several units lead together.
// example: minimum=3
// param minimum: integer = 2 — 至少几个牵头单位
// param plan: string? — 方案的键、文号或标题中的字
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns leads: integer — 牵头单位数
// returns lead: list<string> — 牵头
// returns section: string? — 章节
// returns plan: string — 方案键
// returns plan_title: string — 方案
MATCH (b:Unit|UnitGroup)-[r:LEADS]->(t:Task)
WITH t, b, min(r.position) AS position
ORDER BY t.key, position, b.key
WITH t, count(b) AS leads, collect(b.name) AS names
WHERE leads >= $minimum
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
OPTIONAL MATCH (t)-[:PART_OF*1..6]->(s:Section {level: 1})
RETURN t.key AS key,
       t.number AS number,
       t.title AS title,
       leads AS leads,
       names AS lead,
       s.title AS section,
       p.key AS plan,
       p.title AS plan_title
ORDER BY leads DESC, plan_title, plan, t.position, key
