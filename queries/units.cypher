// 单位名录
// name: units
// description: 图谱中的单位、所在区划、别名和任务数；可按名称中的字、类别、区划筛选。
// description_en: The units of the graph with jurisdiction, aliases and numbers of tasks, filtered by words of a name, kind or jurisdiction.
// example: text=司法
// param text: string? — 名称、全称或别名中的字
// param kind: string(party|government|congress|cppcc|court|procuratorate|branch|enterprise|institution|other)? — 单位类别
// param jurisdiction: string? — 区划的名称或六位代码
// param plan: string? — 只看在该方案中有任务的单位：方案的键、文号或标题中的字
// returns key: string — 单位键
// returns name: string — 单位
// returns full_name: string — 全称
// returns kind: string — 类别
// returns jurisdiction: string? — 区划
// returns jurisdiction_code: string? — 区划代码
// returns aliases: list<string> — 别名
// returns lead: integer — 牵头
// returns responsible: integer — 责任
// returns supporting: integer — 配合
// returns principal: integer — 主责
// returns any: integer — 总数
MATCH (u:Unit)
WHERE ($kind IS NULL OR u.kind = $kind)
  AND ($text IS NULL OR u.name CONTAINS $text OR u.full_name CONTAINS $text
       OR EXISTS { MATCH (u)<-[:NAMES]-(a:Alias) WHERE a.name CONTAINS $text })
  AND ($plan IS NULL OR EXISTS {
        MATCH (u)-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(:Task)-[:PART_OF*1..6]->(p:Plan)
        WHERE p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
      })
OPTIONAL MATCH (u)-[:IN_JURISDICTION]->(j:Jurisdiction)
WITH u, j
WHERE $jurisdiction IS NULL OR j.name = $jurisdiction OR j.code = $jurisdiction
OPTIONAL MATCH (u)-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(t:Task)
WITH u, j, type(r) AS role, r.principal AS principal, t AS task
WITH u, j,
     count(DISTINCT CASE WHEN role = 'LEADS' THEN task END) AS lead,
     count(DISTINCT CASE WHEN role = 'RESPONSIBLE_FOR' THEN task END) AS responsible,
     count(DISTINCT CASE WHEN role = 'SUPPORTS' THEN task END) AS supporting,
     count(DISTINCT CASE WHEN principal THEN task END) AS principal,
     count(DISTINCT task) AS any
RETURN u.key AS key,
       u.name AS name,
       u.full_name AS full_name,
       u.kind AS kind,
       j.name AS jurisdiction,
       j.code AS jurisdiction_code,
       COLLECT { MATCH (u)<-[:NAMES]-(a:Alias) RETURN a.name AS alias ORDER BY alias } AS aliases,
       lead AS lead,
       responsible AS responsible,
       supporting AS supporting,
       principal AS principal,
       any AS any
ORDER BY any DESC, lead DESC, full_name, key
