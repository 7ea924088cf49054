// 文件修改、废止的影响
// name: instrument_impact
// description: 一份文件修改或废止后受影响的任务：谁承担、何时到期、引用的是哪一条，取代它的是什么。不指定文件时，看名册注明已修改、废止、失效或被取代的全部文件。
// description_en: What rests on an instrument that is repealed or amended: tasks with their article, units and dates, and what supersedes it. Without one, all that the register says are amended, repealed or superseded.
// example: instrument=优化营商环境条例
// param instrument: string? — 文件的标题、简称、文号或键
// param through_plan: boolean = false — 是否计入贯彻该文件的方案的全部任务
// returns instrument: string — 文件键
// returns instrument_title: string — 文件
// returns document_number: string? — 文号
// returns status: string? — 效力状态
// returns superseded_by: list<string> — 被何文件取代
// returns relation: string — 关系
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns article: string? — 条款
// returns lead: list<string> — 牵头
// returns units: list<string> — 全部单位
// returns due_dates: list<date> — 到期日
// returns dates: list<string> — 时间要求
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
WHERE ($instrument IS NULL AND ((i.status IS NOT NULL AND NOT i.status IN ['有效', '现行有效'])
                                OR EXISTS { (i)-[:SUPERSEDED_BY]->(:Instrument) }))
   OR i.key = $instrument OR i.title = asked_title OR i.document_number = asked_number
   OR EXISTS { MATCH (i)<-[:NAMES]-(a:Alias) WHERE a.name = asked_title }
WITH DISTINCT i
CALL {
  WITH i
  MATCH (i)<-[m:CITES|DRAFTS]-(t:Task)
  RETURN t, CASE type(m) WHEN 'DRAFTS' THEN 'drafts' ELSE 'cites' END AS relation, m.article AS article, m.position AS place
  UNION
  WITH i
  MATCH (i)<-[:IMPLEMENTS]-(:Plan)<-[:PART_OF*1..6]-(t:Task)
  WHERE $through_plan
  RETURN t, 'implements' AS relation, null AS article, 0 AS place
}
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
RETURN i.key AS instrument,
       i.title AS instrument_title,
       i.document_number AS document_number,
       i.status AS status,
       COLLECT {
         MATCH path = (i)-[:SUPERSEDED_BY*1..8]->(n:Instrument)
         RETURN n.title AS title ORDER BY length(path), title
       } AS superseded_by,
       relation AS relation,
       t.key AS key,
       t.number AS number,
       t.title AS title,
       article AS article,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       COLLECT {
         MATCH (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(b)
         RETURN DISTINCT coalesce(b.full_name, b.name) AS body ORDER BY body
       } AS units,
       COLLECT {
         MATCH (t)-[:HAS_DATE]->(d:TimeConstraint) WHERE d.due_date IS NOT NULL
         RETURN DISTINCT d.due_date AS due_date ORDER BY due_date
       } AS due_dates,
       COLLECT { MATCH (t)-[:HAS_DATE]->(d:TimeConstraint) RETURN d.surface ORDER BY d.position } AS dates,
       p.key AS plan,
       p.title AS plan_title,
       place AS position
ORDER BY instrument_title, instrument, plan_title, plan, t.position, key, relation, place
