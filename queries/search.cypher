// 全文检索
// name: search
// description: 按词检索任务、单位、单位群和文件，最相关的在前；检索由全文索引完成，本查询按其给出的键取回条目。
// description_en: Tasks, units, groups and instruments by words, the best first; the full-text index finds the keys and this query fetches what they name.
// example: text=营商环境
// param text: search — 要找的词
// param label: string(Task|Unit|UnitGroup|Instrument)? — 只看一类
// returns rank: integer — 名次
// returns key: string — 键
// returns label: string — 类别
// returns title: string — 名称
// returns text: string — 摘要原文
// returns number: string? — 序号或文号
// returns plan: string? — 方案键
// returns plan_title: string? — 方案
// returns tasks: integer — 相关任务数
MATCH (n:Task|Unit|UnitGroup|Instrument)
WHERE n.key IN $keys
WITH [i IN range(0, size($keys) - 1) WHERE $keys[i] = n.key][0] AS place, n,
     CASE WHEN n:Task THEN 'Task' WHEN n:UnitGroup THEN 'UnitGroup' WHEN n:Unit THEN 'Unit' ELSE 'Instrument' END AS label
WHERE $label IS NULL OR $label = label
OPTIONAL MATCH (n)-[:PART_OF*1..6]->(p:Plan)
RETURN place + 1 AS rank,
       n.key AS key,
       label AS label,
       coalesce(n.title, n.name) AS title,
       coalesce(n.text, n.full_name, n.title, n.name) AS text,
       coalesce(n.number, n.document_number) AS number,
       p.key AS plan,
       p.title AS plan_title,
       CASE label
         WHEN 'Task' THEN 1
         WHEN 'Instrument' THEN COUNT { MATCH (n)<-[:CITES|DRAFTS]-(t:Task) RETURN DISTINCT t.key }
         ELSE COUNT { MATCH (n)-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(t:Task) RETURN DISTINCT t.key }
       END AS tasks
ORDER BY rank, label, key
