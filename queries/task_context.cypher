// 任务的前后文
// name: task_context
// description: 一项任务在原文中的整段文字（含分工各行），方案中的前一项和后一项，以及涉及同一文件的其他任务。
// description_en: The printed words of a task with its role lines, the tasks before and after it in its plan, and other tasks of the same instruments.
// example: task=22
// param task: string — 任务的键或序号
// param plan: string? — 方案的键、文号或标题中的字
// param longest: integer = 4000 — 原文最多取多少字
// returns key: string — 任务键
// returns start: integer — 所取原文的起点
// returns source: string? — 原文
// returns previous: map? — 前一项（key、number、title）
// returns next: map? — 后一项（同上）
// returns related: list<map> — 涉及同一文件的任务（key、number、title、instrument）
// returns plan: string — 方案键
// returns plan_title: string — 方案
MATCH (t:Task)
WHERE t.key = $task OR t.number = $task
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
OPTIONAL MATCH (t)<-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(:Unit|UnitGroup)
WITH t, p, min(r.start) AS first_unit, max(r.end) AS last_unit
OPTIONAL MATCH (t)-[:HAS_DATE]->(d:TimeConstraint)
WITH t, p, coalesce(first_unit, t.start) AS first_unit, coalesce(last_unit, t.end) AS last_unit,
     max(d.end) AS last_date
WITH t, p, last_unit, coalesce(last_date, t.end) AS last_date,
     CASE WHEN first_unit < t.start AND t.start - first_unit < 400 THEN first_unit ELSE t.start END AS start
WITH t, p, start, CASE WHEN last_unit > last_date THEN last_unit ELSE last_date END AS last_fact
WITH t, p, start, CASE WHEN last_fact > t.end THEN last_fact ELSE t.end END AS stop
WITH t, p, start, CASE WHEN stop - start > $longest THEN start + $longest ELSE stop END AS stop
OPTIONAL MATCH (p)-[:READ_FROM]->(s:Source)
WITH t, p, start, stop, s
ORDER BY t.key, s.key
WITH t, p, start, collect(substring(s.text, toInteger(start), toInteger(stop - start)))[0] AS source
RETURN t.key AS key,
       start AS start,
       source AS source,
       COLLECT {
         MATCH (q:Task {position: t.position - 1})-[:PART_OF*1..6]->(p) WITH q ORDER BY q.key LIMIT 1
         RETURN {key: q.key, number: q.number, title: q.title}
       }[0] AS previous,
       COLLECT {
         MATCH (q:Task {position: t.position + 1})-[:PART_OF*1..6]->(p) WITH q ORDER BY q.key LIMIT 1
         RETURN {key: q.key, number: q.number, title: q.title}
       }[0] AS next,
       COLLECT {
         MATCH (t)-[:CITES|DRAFTS]->(i:Instrument)<-[:CITES|DRAFTS]-(o:Task)
         WHERE o.key <> t.key
         WITH o, min(i.title) AS instrument
         ORDER BY instrument, o.position, o.key
         LIMIT 20
         RETURN {key: o.key, number: o.number, title: o.title, instrument: instrument}
       } AS related,
       p.key AS plan,
       p.title AS plan_title
ORDER BY plan_title, plan, key
