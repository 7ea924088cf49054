// 单位概况
// name: unit_profile
// description: 一个单位（或单位群）的全貌：别名、区划、上级、所属单位群与成员、沿革、任务数，以及任务在各章节的分布和所依据的文件。
// description_en: Everything about one unit or group: aliases, jurisdiction, parent, groups and members, successions, numbers of tasks, their spread over sections and the instruments they rest on.
// example: unit=区司法局
// param unit: unit — 单位的名称、别名或键
// returns key: string — 键
// returns name: string — 单位
// returns full_name: string — 全称
// returns label: string — 类别
// returns kind: string? — 单位类别
// returns extent: string? — 单位群范围
// returns jurisdiction: map? — 区划（code、name、level）
// returns aliases: list<map> — 别名（name、kind）
// returns parent: map? — 上级单位（key、name）
// returns children: list<map> — 下属单位（key、name）
// returns groups: list<map> — 所属单位群（key、name、extent、source）
// returns members: list<map> — 成员（key、name、source）
// returns successions: list<map> — 承继单位（key、name、kind、on、basis）
// returns lead: integer — 牵头
// returns responsible: integer — 责任
// returns supporting: integer — 配合
// returns principal: integer — 主责
// returns any: integer — 总数
// returns first_due: date? — 最早到期日
// returns last_due: date? — 最晚到期日
// returns sections: list<map> — 章节分布（plan_title、section、tasks、lead）
// returns instruments: list<map> — 所依据的文件（key、title、document_number、tasks）
MATCH (u:Unit|UnitGroup)
WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
   OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
OPTIONAL MATCH (u)-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(t:Task)
WITH u, type(r) AS role, r.principal AS principal, t.key AS task
WITH u,
     count(DISTINCT CASE WHEN role = 'LEADS' THEN task END) AS lead,
     count(DISTINCT CASE WHEN role = 'RESPONSIBLE_FOR' THEN task END) AS responsible,
     count(DISTINCT CASE WHEN role = 'SUPPORTS' THEN task END) AS supporting,
     count(DISTINCT CASE WHEN principal THEN task END) AS principal,
     count(DISTINCT task) AS any
OPTIONAL MATCH (u)-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(:Task)-[:HAS_DATE]->(d:TimeConstraint)
WITH u, lead, responsible, supporting, principal, any, min(d.due_date) AS first_due, max(d.due_date) AS last_due
OPTIONAL MATCH (u)-[:IN_JURISDICTION]->(j:Jurisdiction)
OPTIONAL MATCH (u)-[:SUB_ORGANIZATION_OF]->(above:Unit)
RETURN u.key AS key,
       u.name AS name,
       coalesce(u.full_name, u.name) AS full_name,
       CASE WHEN u:UnitGroup THEN 'UnitGroup' ELSE 'Unit' END AS label,
       u.kind AS kind,
       u.extent AS extent,
       CASE WHEN j IS NULL THEN null ELSE {code: j.code, name: j.name, level: j.level} END AS jurisdiction,
       COLLECT {
         MATCH (u)<-[n:NAMES]-(a:Alias) WITH a, n ORDER BY a.name, n.kind RETURN {name: a.name, kind: n.kind}
       } AS aliases,
       CASE WHEN above IS NULL THEN null ELSE {key: above.key, name: above.name} END AS parent,
       COLLECT {
         MATCH (u)<-[:SUB_ORGANIZATION_OF]-(below:Unit) WITH below ORDER BY below.name, below.key
         RETURN {key: below.key, name: below.name}
       } AS children,
       COLLECT {
         MATCH (u)-[m:MEMBER_OF]->(g:UnitGroup) WITH g, m ORDER BY g.name, g.key
         RETURN {key: g.key, name: g.name, extent: g.extent, source: m.source}
       } AS groups,
       COLLECT {
         MATCH (u)<-[m:MEMBER_OF]-(x:Unit) WITH x, m ORDER BY x.name, x.key
         RETURN {key: x.key, name: x.name, source: m.source}
       } AS members,
       COLLECT {
         MATCH (u)-[c:SUCCEEDED_BY]->(x:Unit) WITH x, c ORDER BY x.name, x.key
         RETURN {key: x.key, name: x.name, kind: c.kind, on: c.on, basis: c.basis}
       } AS successions,
       lead AS lead,
       responsible AS responsible,
       supporting AS supporting,
       principal AS principal,
       any AS any,
       first_due AS first_due,
       last_due AS last_due,
       COLLECT {
         MATCH (u)-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(t:Task)-[:PART_OF*1..6]->(p:Plan)
         OPTIONAL MATCH (t)-[:PART_OF*1..6]->(s:Section {level: 1})
         WITH p, s, count(DISTINCT t.key) AS tasks, count(DISTINCT CASE WHEN type(r) = 'LEADS' THEN t.key END) AS led
         ORDER BY p.title, p.key, s.position
         RETURN {plan_title: p.title, section: s.title, tasks: tasks, lead: led}
       } AS sections,
       COLLECT {
         MATCH (u)-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(t:Task)-[:CITES]->(i:Instrument)
         WITH i, count(DISTINCT t.key) AS tasks
         ORDER BY tasks DESC, i.title, i.key
         RETURN {key: i.key, title: i.title, document_number: i.document_number, tasks: tasks}
       } AS instruments
ORDER BY full_name, key
