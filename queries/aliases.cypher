// 别名对照
// name: aliases
// description: 别名、简称、曾用名各指哪个单位、单位群或文件；一个名称指几个单位时各占一行。
// description_en: What each alias, short title or former name stands for; a name that fits several units has a row for each.
// example:
// param text: string? — 名称中的字
// returns alias: string — 别名
// returns kind: string — 别名类型
// returns label: string — 类别
// returns name: string — 所指
// returns full_name: string — 全称
// returns key: string — 键
MATCH (a:Alias)-[n:NAMES]->(x)
WITH a, n, x, coalesce(x.name, x.title) AS name
WHERE $text IS NULL OR a.name CONTAINS $text OR name CONTAINS $text
RETURN a.name AS alias,
       n.kind AS kind,
       CASE WHEN x:Instrument THEN 'Instrument' WHEN x:UnitGroup THEN 'UnitGroup' ELSE 'Unit' END AS label,
       name AS name,
       coalesce(x.full_name, name) AS full_name,
       x.key AS key
ORDER BY alias, label, full_name, kind, key
