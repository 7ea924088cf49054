// 两个单位的最短联系
// name: shortest_link
// description: 两个单位经由共同的任务、单位群或隶属关系，最少几步相连；列出若干条同样短的联系。
// description_en: By how few steps two units are linked through tasks, groups or parent bodies; lists several of the shortest links.
// example: from=区财政局 to=区司法局
// param from: unit — 起点单位的名称、别名或键
// param to: unit — 终点单位的名称、别名或键
// param most: integer = 10 — 最多列几条
// returns steps: integer — 步数
// returns names: list<string> — 途经
// returns relationships: list<string> — 关系
// returns keys: list<string> — 途经的键
MATCH (a:Unit|UnitGroup)
WHERE a.key = $from OR a.name = $from OR a.full_name = $from
   OR EXISTS { MATCH (a)<-[:NAMES]-(:Alias {name: $from}) }
MATCH (b:Unit|UnitGroup)
WHERE b.key = $to OR b.name = $to OR b.full_name = $to
   OR EXISTS { MATCH (b)<-[:NAMES]-(:Alias {name: $to}) }
WITH a, b
WHERE a.key <> b.key
MATCH path = allShortestPaths(
  (a)-[:LEADS|RESPONSIBLE_FOR|SUPPORTS|MEMBER_OF|SUB_ORGANIZATION_OF|SUCCEEDED_BY*..8]-(b)
)
// through what is in force, where that is as short: a former version has its own units
WITH collect(path) AS found
WITH found, [p IN found WHERE none(n IN nodes(p) WHERE n:TaskVersion)] AS present
UNWIND CASE WHEN size(present) > 0 THEN present ELSE found END AS path
WITH length(path) AS steps,
     [n IN nodes(path) | coalesce(n.name, n.title)] AS names,
     [r IN relationships(path) | type(r)] AS relationships,
     [n IN nodes(path) | n.key] AS keys
WITH DISTINCT steps, names, relationships, keys
RETURN steps AS steps,
       names AS names,
       relationships AS relationships,
       keys AS keys
ORDER BY steps, keys, relationships
LIMIT toInteger($most)
