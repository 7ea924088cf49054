// 单位群的任务
// name: group_tasks
// description: 分给单位群（如各镇、区直有关部门）而没有点名的任务；可只看某个单位群或某种范围的。
// description_en: Tasks given to groups of units rather than to units by name; on request of one group or one extent.
// example: group=各镇
// param group: unit? — 单位群的名称、别名或键
// param extent: string(definite|indefinite|relative)? — 范围：固定、不定、相对
// param plan: string? — 方案的键、文号或标题中的字
// returns group: string — 单位群
// returns extent: string — 范围
// returns role: string — 角色
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns label: string? — 分工用语
// returns surface: string — 原文写法
// returns lead: list<string> — 牵头
// returns plan: string — 方案键
// returns plan_title: string — 方案
// returns group_key: string — 单位群键
MATCH (g:UnitGroup)
WHERE ($extent IS NULL OR g.extent = $extent)
  AND ($group IS NULL OR g.key = $group OR g.name = $group
       OR EXISTS { MATCH (g)<-[:NAMES]-(:Alias {name: $group}) })
MATCH (g)-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(t:Task)
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
RETURN g.name AS group,
       g.extent AS extent,
       CASE type(r) WHEN 'LEADS' THEN 'lead' WHEN 'RESPONSIBLE_FOR' THEN 'responsible' ELSE 'supporting' END AS role,
       t.key AS key,
       t.number AS number,
       t.title AS title,
       r.label AS label,
       r.surface AS surface,
       COLLECT { MATCH (t)<-[l:LEADS]-(b) RETURN b.name ORDER BY l.position } AS lead,
       p.key AS plan,
       p.title AS plan_title,
       g.key AS group_key
ORDER BY group, group_key, plan_title, plan, t.position, role, r.position, key
