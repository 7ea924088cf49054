// 文件及其任务数
// name: instruments
// description: 任务引用或要求制定的法律、文件，按涉及的任务数排列；可按标题、文号、简称中的字筛选。
// description_en: Laws and documents by how many tasks cite them or are to draw them up, filtered by words of title, number or short title.
// example: text=条例
// param text: string? — 标题、文号或简称中的字
// param instrument: string? — 只看一份：文件的键
// param plan: string? — 方案的键、文号或标题中的字
// param minimum: integer = 1 — 至少涉及几项任务
// returns key: string — 文件键
// returns title: string — 文件
// returns document_number: string? — 文号
// returns status: string? — 状态
// returns aliases: list<string> — 简称
// returns tasks: integer — 任务数
// returns cites: integer — 引用
// returns drafts: integer — 要求制定
// returns implemented_by: integer — 贯彻它的方案数
MATCH (i:Instrument)
WHERE ($instrument IS NULL OR i.key = $instrument)
  AND ($text IS NULL OR i.title CONTAINS $text OR i.document_number CONTAINS $text
   OR EXISTS { MATCH (i)<-[:NAMES]-(a:Alias) WHERE a.name CONTAINS $text })
OPTIONAL MATCH (i)<-[m:CITES|DRAFTS]-(t:Task)
WHERE $plan IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..6]->(p:Plan)
        WHERE p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
      }
WITH i, type(m) AS relation, t.key AS task
WITH i,
     count(DISTINCT task) AS tasks,
     count(DISTINCT CASE WHEN relation = 'CITES' THEN task END) AS cites,
     count(DISTINCT CASE WHEN relation = 'DRAFTS' THEN task END) AS drafts
WHERE tasks >= $minimum
RETURN i.key AS key,
       i.title AS title,
       i.document_number AS document_number,
       i.status AS status,
       COLLECT { MATCH (i)<-[:NAMES]-(a:Alias) RETURN a.name AS alias ORDER BY alias } AS aliases,
       tasks AS tasks,
       cites AS cites,
       drafts AS drafts,
       COUNT { (i)<-[:IMPLEMENTS]-(:Plan) } AS implemented_by
ORDER BY tasks DESC, title, key
