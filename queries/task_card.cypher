// 任务卡
// name: task_card
// description: 一项任务的全部内容：原文、章节、各角色单位、时间要求、量化目标、所引文件和待核事项，均附原文位置。可指定看哪一天有效的文字。
// description_en: Everything of one task: its words, sections, units by role, dates, targets, instruments and findings, each with its place in the text. With as_of, as worded on that day.
// example: task=1
// param task: string — 任务的键或序号
// param plan: string? — 方案的键、文号或标题中的字
// param as_of: date? — 看哪一天有效的任务；默认现行的
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns text: string — 原文
// returns start: integer — 原文起点
// returns end: integer — 原文终点
// returns page: integer? — 页码
// returns sections: list<string> — 章节
// returns lead: list<map> — 牵头（key、name、label、surface、position、principal、start、end、page）
// returns responsible: list<map> — 责任（同上）
// returns supporting: list<map> — 配合（同上）
// returns dates: list<map> — 时间要求（kind、surface、start_date、due_date、rrule、duration、anchor …）
// returns targets: list<map> — 量化目标（indicator、comparator、value、unit、per、surface …）
// returns instruments: list<map> — 文件（key、title、document_number、relation、surface、article …）
// returns findings: list<map> — 待核（key、rule、message、status、start、end）
// returns plan: string — 方案键
// returns plan_title: string — 方案
// returns document_number: string? — 文号
// returns issuer: string? — 印发机关
// returns issued_on: date? — 印发日期
// returns valid_from: date? — 生效日
// returns valid_to: date? — 失效日（不含）
// returns former: integer — 旧文数
CALL {
  // each part has an index to go by
  MATCH (t:Task) WHERE t.key = $task OR t.number = $task RETURN t
  UNION
  MATCH (t:TaskVersion) WHERE t.task = $task OR t.number = $task RETURN t
}
WITH t
WHERE ($as_of IS NULL AND t:Task)
   OR (t.valid_from <= $as_of AND (t.valid_to IS NULL OR t.valid_to > $as_of))
MATCH (t)-[:PART_OF*1..7]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
// the plan as it was on that day
OPTIONAL MATCH (p)<-[:PART_OF]-(v:PlanVersion)
WHERE v.valid_from <= $as_of AND v.valid_to > $as_of
WITH t, p, coalesce(v, p) AS w
OPTIONAL MATCH (w)-[:ISSUED_BY]->(issuer:Unit)
RETURN coalesce(t.task, t.key) AS key,
       t.number AS number,
       t.title AS title,
       t.text AS text,
       t.start AS start,
       t.end AS end,
       t.page AS page,
       COLLECT { MATCH (t)-[:PART_OF*1..6]->(s:Section|SectionVersion) RETURN s.title ORDER BY s.level } AS sections,
       COLLECT {
         MATCH (t)<-[r:LEADS]-(b) WITH b, r ORDER BY r.position, b.key
         RETURN {key: b.key, name: b.name, label: r.label, surface: r.surface, position: r.position,
                 principal: r.principal, start: r.start, end: r.end, page: r.page}
       } AS lead,
       COLLECT {
         MATCH (t)<-[r:RESPONSIBLE_FOR]-(b) WITH b, r ORDER BY r.position, b.key
         RETURN {key: b.key, name: b.name, label: r.label, surface: r.surface, position: r.position,
                 principal: r.principal, start: r.start, end: r.end, page: r.page}
       } AS responsible,
       COLLECT {
         MATCH (t)<-[r:SUPPORTS]-(b) WITH b, r ORDER BY r.position, b.key
         RETURN {key: b.key, name: b.name, label: r.label, surface: r.surface, position: r.position,
                 principal: r.principal, start: r.start, end: r.end, page: r.page}
       } AS supporting,
       COLLECT {
         MATCH (t)-[:HAS_DATE]->(d:TimeConstraint) WITH d ORDER BY d.position, d.key
         RETURN {key: d.key, kind: d.kind, surface: d.surface, precision: d.precision, start_date: d.start_date,
                 due_date: d.due_date, rrule: d.rrule, months: d.months, window_start: d.window_start,
                 window_end: d.window_end, duration: d.duration, business_days: d.business_days, anchor: d.anchor,
                 stated_in: d.stated_in, start: d.start, end: d.end, page: d.page}
       } AS dates,
       COLLECT {
         MATCH (t)-[:HAS_TARGET]->(g:Target) WITH g ORDER BY g.position, g.key
         RETURN {key: g.key, indicator: g.indicator, comparator: g.comparator, value: g.value, unit: g.unit,
                 per: g.per, year: g.year, surface: g.surface, start: g.start, end: g.end, page: g.page}
       } AS targets,
       COLLECT {
         MATCH (t)-[m:CITES|DRAFTS]->(i:Instrument) WITH i, m ORDER BY m.start, m.position, i.key
         RETURN {key: i.key, title: i.title, document_number: i.document_number,
                 relation: CASE type(m) WHEN 'DRAFTS' THEN 'drafts' ELSE 'cites' END, surface: m.surface,
                 article: m.article, start: m.start, end: m.end, page: m.page}
       } AS instruments,
       COLLECT {
         MATCH (t)<-[:ABOUT]-(f:Finding) WITH f ORDER BY f.start, f.rule, f.key
         RETURN {key: f.key, rule: f.rule, message: f.message, status: f.status, start: f.start, end: f.end}
       } AS findings,
       p.key AS plan,
       w.title AS plan_title,
       w.document_number AS document_number,
       issuer.full_name AS issuer,
       w.issued_on AS issued_on,
       t.valid_from AS valid_from,
       t.valid_to AS valid_to,
       COUNT { MATCH (o:TaskVersion {task: coalesce(t.task, t.key)}) } AS former
ORDER BY plan_title, plan, t.position, key
