// 方案概况
// name: plan_summary
// description: 一个方案的全貌：印发信息、所贯彻的文件、任务总数与要素齐全程度、日期起止、牵头最多的单位和原文指纹。可指定看哪一天有效的版本。
// description_en: One plan as a whole: issue data, what it implements, how many tasks have dates, targets, instruments or several leads, its range of dates, who leads most and the fingerprint of its text. With as_of, of the version in force on that day.
// example:
// param plan: string? — 方案的键、文号或标题中的字
// param as_of: date? — 看哪一天有效的版本；默认现行的
// returns key: string — 方案键
// returns title: string — 方案
// returns document_number: string? — 文号
// returns issuer: string? — 印发机关
// returns issued_on: date? — 印发日期
// returns implements: list<map> — 贯彻的文件（key、title、document_number）
// returns tasks: integer — 任务数
// returns sections: integer — 一级章节数
// returns units: integer — 单位数
// returns groups: integer — 单位群数
// returns dated: integer — 有时间要求
// returns targeted: integer — 有量化目标
// returns based: integer — 有依据文件
// returns drafting: integer — 要求制定文件
// returns several_leads: integer — 多个单位牵头
// returns instruments: integer — 涉及文件数
// returns first_due: date? — 最早到期日
// returns last_due: date? — 最晚到期日
// returns leaders: list<map> — 牵头最多的十个单位（key、name、tasks）
// returns open_findings: integer — 待核
// returns source_sha256: string? — 原文件指纹
// returns media_type: string? — 原文件类型
// returns version: integer — 版次
// returns valid_from: date? — 生效日
// returns valid_to: date? — 失效日（不含）
MATCH (p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
// w is the version that was in force: a former one, or the plan itself
OPTIONAL MATCH (p)<-[:PART_OF]-(v:PlanVersion)
WHERE v.valid_from <= $as_of AND v.valid_to > $as_of
WITH p, coalesce(v, p) AS w
WHERE $as_of IS NULL OR w.valid_from <= $as_of
// its tasks are looked for once, then asked for what they have
OPTIONAL MATCH (p)<-[:PART_OF*1..7]-(t:Task|TaskVersion)
WHERE ($as_of IS NULL AND t:Task)
   OR (t.valid_from <= $as_of AND (t.valid_to IS NULL OR t.valid_to > $as_of))
WITH p, w, collect(t) AS found
WITH p, w, found,
     COLLECT {
       UNWIND found AS t
       MATCH (t)-[:HAS_DATE]->(d:TimeConstraint)
       RETURN {dated: count(DISTINCT t), first_due: min(d.due_date), last_due: max(d.due_date)}
     }[0] AS dates,
     COLLECT {
       UNWIND found AS t
       MATCH (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(b:Unit|UnitGroup)
       RETURN DISTINCT b
     } AS bodies
OPTIONAL MATCH (w)-[:ISSUED_BY]->(issuer:Unit)
OPTIONAL MATCH (w)-[:READ_FROM]->(source:Source)
RETURN p.key AS key,
       w.title AS title,
       w.document_number AS document_number,
       issuer.full_name AS issuer,
       w.issued_on AS issued_on,
       COLLECT {
         MATCH (w)-[:IMPLEMENTS]->(i:Instrument) WITH i ORDER BY i.title, i.key
         RETURN {key: i.key, title: i.title, document_number: i.document_number}
       } AS implements,
       size(found) AS tasks,
       COUNT { MATCH (w)<-[:PART_OF]-(s:Section|SectionVersion {level: 1}) } AS sections,
       size([b IN bodies WHERE b:Unit]) AS units,
       size([b IN bodies WHERE b:UnitGroup]) AS groups,
       dates.dated AS dated,
       COUNT { UNWIND found AS t MATCH (t)-[:HAS_TARGET]->(:Target) RETURN DISTINCT t } AS targeted,
       COUNT { UNWIND found AS t MATCH (t)-[:CITES]->(:Instrument) RETURN DISTINCT t } AS based,
       COUNT { UNWIND found AS t MATCH (t)-[:DRAFTS]->(:Instrument) RETURN DISTINCT t } AS drafting,
       COUNT {
         UNWIND found AS t
         MATCH (t)<-[:LEADS]-(l)
         WITH t, count(DISTINCT l) AS leads
         WHERE leads > 1
         RETURN t
       } AS several_leads,
       COUNT { UNWIND found AS t MATCH (t)-[:CITES|DRAFTS]->(i:Instrument) RETURN DISTINCT i } AS instruments,
       dates.first_due AS first_due,
       dates.last_due AS last_due,
       COLLECT {
         UNWIND found AS t
         MATCH (t)<-[:LEADS]-(b:Unit|UnitGroup)
         WITH b, count(DISTINCT t) AS led
         ORDER BY led DESC, b.name, b.key LIMIT 10
         RETURN {key: b.key, name: b.name, tasks: led}
       } AS leaders,
       COUNT { MATCH (w)<-[:ABOUT]-(f:Finding {status: 'open'}) }
       + COUNT { UNWIND found AS t MATCH (t)<-[:ABOUT]-(f:Finding {status: 'open'}) } AS open_findings,
       source.sha256 AS source_sha256,
       source.media_type AS media_type,
       w.version AS version,
       w.valid_from AS valid_from,
       w.valid_to AS valid_to
ORDER BY issued_on, title, key
