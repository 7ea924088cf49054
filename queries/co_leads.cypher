// 共同牵头的单位
// name: co_leads
// description: 哪两个单位常在一起牵头，各共同牵头几项任务。
// description_en: Which two units lead tasks together, and how many.
// example: minimum=2
// param plan: string? — 方案的键、文号或标题中的字
// param minimum: integer = 1 — 至少共同牵头几项
// returns first: string — 单位甲
// returns second: string — 单位乙
// returns tasks: integer — 共同牵头
// returns numbers: list<string> — 任务序号
// returns first_key: string — 单位甲的键
// returns second_key: string — 单位乙的键
MATCH (a:Unit|UnitGroup)-[:LEADS]->(t:Task)<-[:LEADS]-(b:Unit|UnitGroup)
WHERE a.key < b.key
WITH DISTINCT a, b, t
WHERE $plan IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..6]->(p:Plan)
        WHERE p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
      }
WITH a, b, t
ORDER BY t.position, t.key
WITH a, b, count(t) AS tasks, collect(t.number) AS numbers
WHERE tasks >= $minimum
// a pair is listed in the order of its names
WITH CASE WHEN a.name <= b.name THEN a ELSE b END AS x, CASE WHEN a.name <= b.name THEN b ELSE a END AS y, tasks, numbers
RETURN x.name AS first,
       y.name AS second,
       tasks AS tasks,
       numbers AS numbers,
       x.key AS first_key,
       y.key AS second_key
ORDER BY tasks DESC, first, second, first_key, second_key
