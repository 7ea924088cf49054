// 单位的承继
// name: unit_successors
// description: 一个单位到某一天由谁承继：沿改名、合并、拆分一直查到当日仍在的单位；没有变动的就是它自己。没有写明日期的变动按已经发生算。
// description_en: Who has taken a unit's place by a day: follows renamings, mergers and splits to what exists then, itself where nothing happened. A change without a date counts as done.
// example: unit=区司法局
// param unit: unit — 单位的名称、别名或键
// param on: date = today — 哪一天
// returns key: string — 承继单位键
// returns name: string — 承继单位
// returns full_name: string — 承继单位全称
// returns steps: integer — 经过几次变动
// returns through: list<string> — 沿革（先后的全称）
// returns kinds: list<string> — 变动方式
// returns since: date? — 最后一次变动的日期
// returns bases: list<string> — 依据
// returns undated: boolean — 是否有变动没有日期
// returns unit: string — 原单位
MATCH (u:Unit|UnitGroup)
WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
   OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
MATCH path = (u)-[:SUCCEEDED_BY*0..8]->(v)
WITH u, v, nodes(path) AS passed, relationships(path) AS changes
WHERE size([c IN changes WHERE c.on > $on]) = 0
  AND NOT EXISTS { MATCH (v)-[n:SUCCEEDED_BY]->(:Unit) WHERE n.on IS NULL OR n.on <= $on }
RETURN v.key AS key,
       v.name AS name,
       coalesce(v.full_name, v.name) AS full_name,
       size(changes) AS steps,
       [n IN passed | coalesce(n.full_name, n.name)] AS through,
       [c IN changes | c.kind] AS kinds,
       CASE WHEN size(changes) = 0 THEN null ELSE changes[size(changes) - 1].on END AS since,
       [c IN changes WHERE c.basis IS NOT NULL | c.basis] AS bases,
       size([c IN changes WHERE c.on IS NULL]) > 0 AS undated,
       coalesce(u.full_name, u.name) AS unit
ORDER BY unit, steps, full_name, key, through
