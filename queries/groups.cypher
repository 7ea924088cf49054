// 单位群
// name: groups
// description: 各镇、区直有关部门一类的单位群：范围是否固定、有哪些成员、承担多少任务。
// description_en: Groups of units: whether their extent is definite, their members, and how many tasks they have.
// example:
// param extent: string(definite|indefinite|relative)? — 范围：固定、不定、相对
// param plan: string? — 方案的键、文号或标题中的字
// returns key: string — 单位群键
// returns name: string — 单位群
// returns extent: string — 范围
// returns jurisdiction: string? — 区划
// returns aliases: list<string> — 别名
// returns members: list<string> — 成员
// returns lead: integer — 牵头
// returns responsible: integer — 责任
// returns supporting: integer — 配合
// returns any: integer — 总数
MATCH (g:UnitGroup)
WHERE $extent IS NULL OR g.extent = $extent
OPTIONAL MATCH (g)-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(t:Task)
WHERE $plan IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..6]->(p:Plan)
        WHERE p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
      }
WITH g, type(r) AS role, t AS task
WITH g,
     count(DISTINCT CASE WHEN role = 'LEADS' THEN task END) AS lead,
     count(DISTINCT CASE WHEN role = 'RESPONSIBLE_FOR' THEN task END) AS responsible,
     count(DISTINCT CASE WHEN role = 'SUPPORTS' THEN task END) AS supporting,
     count(DISTINCT task) AS any
WHERE $plan IS NULL OR any > 0
OPTIONAL MATCH (g)-[:IN_JURISDICTION]->(j:Jurisdiction)
RETURN g.key AS key,
       g.name AS name,
       g.extent AS extent,
       j.name AS jurisdiction,
       COLLECT { MATCH (g)<-[:NAMES]-(a:Alias) RETURN a.name AS alias ORDER BY alias } AS aliases,
       COLLECT { MATCH (g)<-[:MEMBER_OF]-(m:Unit) RETURN m.name AS member ORDER BY member } AS members,
       lead AS lead,
       responsible AS responsible,
       supporting AS supporting,
       any AS any
ORDER BY any DESC, name, key
