// 方案目录
// name: plans
// description: 已读入的任务分解方案：标题、文号、印发机关和日期，任务、章节、单位数和待核事项数。
// description_en: The plans that were read: title, document number, issuer and date, with numbers of tasks, sections, units and open findings.
// example:
// param text: string? — 标题、文号或印发机关中的字
// returns key: string — 方案键
// returns title: string — 方案
// returns document_number: string? — 文号
// returns issuer: string? — 印发机关
// returns issued_on: date? — 印发日期
// returns tasks: integer — 任务数
// returns sections: integer — 章节数
// returns units: integer — 单位数
// returns groups: integer — 单位群数
// returns open_findings: integer — 待核
MATCH (p:Plan)
OPTIONAL MATCH (p)-[:ISSUED_BY]->(issuer:Unit)
WITH p, issuer
WHERE $text IS NULL OR p.title CONTAINS $text OR p.document_number CONTAINS $text OR issuer.full_name CONTAINS $text
// its parts are looked for once, its tasks then asked for what they have
OPTIONAL MATCH (p)<-[:PART_OF*1..6]-(part:Task|Section)
WITH p, issuer, collect(part) AS parts
WITH p, issuer, parts, [part IN parts WHERE part:Task] AS found
WITH p, issuer, parts, found,
     COLLECT {
       UNWIND found AS t
       MATCH (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(b:Unit|UnitGroup)
       RETURN DISTINCT b
     } AS bodies
RETURN p.key AS key,
       p.title AS title,
       p.document_number AS document_number,
       issuer.full_name AS issuer,
       p.issued_on AS issued_on,
       size(found) AS tasks,
       size(parts) - size(found) AS sections,
       size([b IN bodies WHERE b:Unit]) AS units,
       size([b IN bodies WHERE b:UnitGroup]) AS groups,
       COUNT { MATCH (p)<-[:ABOUT]-(f:Finding {status: 'open'}) }
       + COUNT { UNWIND found AS t MATCH (t)<-[:ABOUT]-(f:Finding {status: 'open'}) } AS open_findings
ORDER BY issued_on, title, key
