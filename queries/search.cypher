// 全文检索
// name: search
// description: 按词检索任务、单位、单位群和文件：名称、别名、文号完全相同的在前，其次是标题中有的，再次是正文中有的，最后是引用所问文件、写有所问单位其他名称的。给出单位、方案或日期时只找任务。由全文索引完成检索，本查询按其给出的键取回条目。
// description_en: Tasks, units, groups and instruments by words: what bears the name, alias or document number first, then hits in titles, in texts, and what cites or otherwise names the thing asked. With a unit, plan or dates only tasks. The full-text index finds the keys and this query fetches what they name.
// example: text=营商环境
// param text: search — 要找的词
// param label: string(Task|Unit|UnitGroup|Instrument)? — 只看一类
// param unit: unit? — 只找这个单位的任务
// param plan: string? — 只找这些方案的任务：方案的键、文号或标题中的字
// param from: date? — 到期日不早于（含）
// param to: date? — 到期日不晚于（含）
// returns rank: integer — 名次
// returns key: string — 键
// returns label: string — 类别
// returns title: string — 名称
// returns snippet: string — 摘录（命中处在«»中）
// returns text: string — 摘要原文
// returns number: string? — 序号或文号
// returns plan: string? — 方案键
// returns plan_title: string? — 方案
// returns tasks: integer — 相关任务数
UNWIND range(0, size($keys) - 1) AS place
WITH place, $keys[place] AS key
CALL {
  WITH key
  MATCH (n:Task {key: key}) RETURN n
  UNION
  WITH key
  MATCH (n:Unit {key: key}) RETURN n
  UNION
  WITH key
  MATCH (n:UnitGroup {key: key}) RETURN n
  UNION
  WITH key
  MATCH (n:Instrument {key: key}) RETURN n
}
WITH place, n,
     CASE WHEN n:Task THEN 'Task' WHEN n:UnitGroup THEN 'UnitGroup' WHEN n:Unit THEN 'Unit' ELSE 'Instrument' END AS label
WHERE $label IS NULL OR $label = label
OPTIONAL MATCH (n)-[:PART_OF*1..6]->(p:Plan)
WITH place, n, label, p
WHERE ($plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan)
  AND ($unit IS NULL OR EXISTS {
        MATCH (n)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(u:Unit|UnitGroup)
        WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
           OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
      })
  AND (($from IS NULL AND $to IS NULL) OR EXISTS {
        MATCH (n)-[:HAS_DATE]->(d:TimeConstraint)
        WHERE d.due_date IS NOT NULL AND ($from IS NULL OR d.due_date >= $from) AND ($to IS NULL OR d.due_date <= $to)
      })
RETURN place + 1 AS rank,
       n.key AS key,
       label AS label,
       coalesce(n.title, n.name) AS title,
       coalesce($snippets[place], n.text, n.title, n.name) AS snippet,
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
