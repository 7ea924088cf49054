// 各章节各单位工作量
// name: workload_by_section
// description: 按方案的一级章节，统计每个单位（或单位群）牵头、责任、配合、主责和总共承担多少项任务。
// description_en: For each top section of a plan, how many tasks each unit or group leads, answers for, supports, carries as principal and has in all.
// example: unit=区司法局
// param unit: unit? — 只看这个单位
// param plan: string? — 方案的键、文号或标题中的字
// param through_groups: boolean = false — 是否把固定单位群的任务记到成员名下
// returns plan: string — 方案键
// returns plan_title: string — 方案
// returns section_key: string? — 章节键
// returns section: string? — 章节
// returns key: string — 键
// returns name: string — 单位
// returns label: string — 类别
// returns lead: integer — 牵头
// returns responsible: integer — 责任
// returns supporting: integer — 配合
// returns principal: integer — 主责
// returns any: integer — 总数
MATCH (t:Task)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
OPTIONAL MATCH (t)-[:PART_OF*1..6]->(s:Section {level: 1})
MATCH (t)<-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(body:Unit|UnitGroup)
OPTIONAL MATCH (body)<-[:MEMBER_OF]-(member:Unit)
WHERE $through_groups AND body.extent = 'definite'
WITH p, s, coalesce(member, body) AS bearer, type(r) AS role, r.principal AS principal, t.key AS task
WHERE $unit IS NULL OR bearer.key = $unit OR bearer.name = $unit OR bearer.full_name = $unit
   OR EXISTS { MATCH (bearer)<-[:NAMES]-(:Alias {name: $unit}) }
WITH p, s, bearer,
     count(DISTINCT CASE WHEN role = 'LEADS' THEN task END) AS lead,
     count(DISTINCT CASE WHEN role = 'RESPONSIBLE_FOR' THEN task END) AS responsible,
     count(DISTINCT CASE WHEN role = 'SUPPORTS' THEN task END) AS supporting,
     count(DISTINCT CASE WHEN principal THEN task END) AS principal,
     count(DISTINCT task) AS any
RETURN p.key AS plan,
       p.title AS plan_title,
       s.key AS section_key,
       s.title AS section,
       bearer.key AS key,
       bearer.name AS name,
       CASE WHEN bearer:UnitGroup THEN 'UnitGroup' ELSE 'Unit' END AS label,
       lead AS lead,
       responsible AS responsible,
       supporting AS supporting,
       principal AS principal,
       any AS any
ORDER BY plan_title, plan, s.position, label, any DESC, lead DESC, name, key
