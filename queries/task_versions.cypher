// 任务各版文字
// name: task_versions
// description: 一项任务历次的文字：各自自哪天起、到哪天止有效，当时的序号、牵头单位和时间要求；被删去的任务也在。
// description_en: The wordings of a task: since when and until when each was in force, with its number, leads and dates then; of dropped tasks too.
// example: task=1
// param task: string — 任务的键或序号
// param plan: string? — 方案的键、文号或标题中的字
// returns key: string — 任务键
// returns version: integer — 自第几版起
// returns valid_from: date? — 生效日
// returns valid_to: date? — 失效日（不含），现行文字为空
// returns number: string? — 序号
// returns title: string — 任务
// returns text: string — 文字
// returns lead: list<string> — 牵头
// returns dates: list<string> — 时间要求
// returns plan: string — 方案键
// returns plan_title: string — 方案
MATCH (a:Task|TaskVersion)
WHERE a.key = $task OR a.task = $task OR a.number = $task
WITH DISTINCT coalesce(a.task, a.key) AS task
MATCH (t:Task|TaskVersion)
WHERE t.key = task OR t.task = task
MATCH (t)-[:PART_OF*1..7]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
RETURN task AS key,
       t.version AS version,
       t.valid_from AS valid_from,
       t.valid_to AS valid_to,
       t.number AS number,
       t.title AS title,
       t.text AS text,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       COLLECT { MATCH (t)-[:HAS_DATE]->(d:TimeConstraint) RETURN d.surface ORDER BY d.position } AS dates,
       p.key AS plan,
       p.title AS plan_title
ORDER BY plan_title, plan, key, version
