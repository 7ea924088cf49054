// 依据某文件的任务
// name: instrument_tasks
// description: 引用某部法律或文件（或要求制定它）的任务；文件可用标题、简称、文号或键指定，书名号和括号写法不限。
// description_en: The tasks that cite a law or document, or are to draw it up; named by title, short title, document number or key, with or without 《》 and in any brackets.
// example: instrument=优化营商环境条例
// param instrument: string — 文件的标题、简称、文号或键
// param relation: string(any|cites|drafts) = any — 关系：引用或要求制定
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns relation: string — 关系
// returns surface: string — 原文写法
// returns article: string? — 条款
// returns lead: list<string> — 牵头
// returns instrument: string — 文件键
// returns instrument_title: string — 文件
// returns document_number: string? — 文号
// returns plan: string — 方案键
// returns plan_title: string — 方案
// returns position: integer — 在任务中的次序
WITH replace(replace(trim($instrument), '《', ''), '》', '') AS asked_title,
     reduce(
       number = trim($instrument), pair IN [['[', '〔'], [']', '〕'], ['［', '〔'], ['］', '〕'],
                                            ['(', '〔'], [')', '〕'], ['（', '〔'], ['）', '〕']] |
       replace(number, pair[0], pair[1])
     ) AS asked_number
MATCH (i:Instrument)
WHERE i.key = $instrument OR i.title = asked_title OR i.document_number = asked_number
   OR EXISTS { MATCH (i)<-[:NAMES]-(a:Alias) WHERE a.name = asked_title }
MATCH (i)<-[m:CITES|DRAFTS]-(t:Task)
WITH i, t, m, CASE type(m) WHEN 'DRAFTS' THEN 'drafts' ELSE 'cites' END AS relation
WHERE $relation IN ['any', relation]
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
RETURN t.key AS key,
       t.number AS number,
       t.title AS title,
       relation AS relation,
       m.surface AS surface,
       m.article AS article,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       i.key AS instrument,
       i.title AS instrument_title,
       i.document_number AS document_number,
       p.key AS plan,
       p.title AS plan_title,
       m.position AS position
ORDER BY plan_title, plan, t.position, relation, m.position, instrument, key
