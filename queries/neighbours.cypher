// 相邻结点
// name: neighbours
// description: 与一个结点直接相连的结点和关系，用于在图上逐步展开；结点用键或名称指定，可只看一类。
// description_en: The nodes next to a node, with their relationships, to explore the graph step by step; by key or name, on request of one label.
// example: node=区司法局
// param node: string — 结点的键，或单位、单位群的名称
// param label: string(Plan|Section|Task|Unit|UnitGroup|Instrument|Jurisdiction|TimeConstraint|Target)? — 只看一类相邻结点
// param most: integer = 60 — 最多列几条关系
// returns from_key: string — 起点键
// returns from_label: string — 起点类别
// returns from_title: string — 起点
// returns relationship: string — 关系
// returns outgoing: boolean — 是否由起点指出
// returns key: string — 键
// returns label: string — 类别
// returns title: string — 名称
// returns detail: string? — 原文写法
// returns degree: integer — 该结点共有几条关系
MATCH (n:Plan|Section|Task|Unit|UnitGroup|Instrument|Jurisdiction|TimeConstraint|Target)
WHERE n.key = $node OR n.name = $node
MATCH (n)-[r]-(m:Plan|Section|Task|Unit|UnitGroup|Instrument|Jurisdiction|TimeConstraint|Target)
WITH n, r, m,
     CASE WHEN n:Plan THEN 'Plan' WHEN n:Section THEN 'Section' WHEN n:Task THEN 'Task' WHEN n:Unit THEN 'Unit'
          WHEN n:UnitGroup THEN 'UnitGroup' WHEN n:Instrument THEN 'Instrument' WHEN n:Jurisdiction THEN 'Jurisdiction'
          WHEN n:Target THEN 'Target' ELSE 'TimeConstraint' END AS from_label,
     CASE WHEN m:Plan THEN 'Plan' WHEN m:Section THEN 'Section' WHEN m:Task THEN 'Task' WHEN m:Unit THEN 'Unit'
          WHEN m:UnitGroup THEN 'UnitGroup' WHEN m:Instrument THEN 'Instrument' WHEN m:Jurisdiction THEN 'Jurisdiction'
          WHEN m:Target THEN 'Target' ELSE 'TimeConstraint' END AS label
WHERE $label IS NULL OR $label = label
WITH n, m, from_label, label, type(r) AS relationship, startNode(r).key = n.key AS outgoing, r.surface AS detail,
     coalesce(m.name, m.title, m.surface) AS title
ORDER BY from_label, n.key, relationship, label, coalesce(m.position, 0), title, m.key, detail
LIMIT toInteger($most)
RETURN n.key AS from_key,
       from_label AS from_label,
       coalesce(n.name, n.title, n.surface) AS from_title,
       relationship AS relationship,
       outgoing AS outgoing,
       m.key AS key,
       label AS label,
       title AS title,
       detail AS detail,
       COUNT { MATCH (m)--(x) RETURN x.key } AS degree
ORDER BY from_label, from_key, relationship, label, coalesce(m.position, 0), title, key, detail
