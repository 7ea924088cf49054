// 工作量：单位×角色×月份×章节
// name: workload_matrix
// description: 每个单位在每种角色、每个月份、每个一级章节中有多少项任务，及任务序号。月份是到期的月份（2024-06），每年重复的写作 --01，没有写明月份的为空；一项任务有几个月份就在各月都算。
// description_en: How many tasks each unit has in each role, month and top section, with their numbers. A month is that of a due date (2024-06), that of a yearly duty (--01, as xsd:gMonth), or null; a task counts in each of its months.
// example: unit=区司法局 role=lead
// param unit: unit? — 只看这个单位
// param role: role = any — 角色
// param month: string? — 只看这个月份（2024-06 或 --01）或这一年（2024）
// param section: string? — 章节的键或标题中的字
// param plan: string? — 方案的键、文号或标题中的字
// param through_groups: boolean = false — 是否把固定单位群的任务记到成员名下
// returns key: string — 键
// returns name: string — 单位
// returns label: string — 类别
// returns role: string — 角色
// returns month: string? — 月份
// returns section: string? — 章节
// returns tasks: integer — 任务
// returns principal: integer — 其中主责
// returns numbers: list<string> — 任务序号
// returns section_key: string? — 章节键
// returns plan: string — 方案键
// returns plan_title: string — 方案
MATCH (t:Task)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
OPTIONAL MATCH (t)-[:PART_OF*1..6]->(s:Section {level: 1})
WITH t, p, s,
     COLLECT {
       MATCH (t)-[:HAS_DATE]->(d:TimeConstraint) WHERE d.due_date IS NOT NULL
       RETURN DISTINCT substring(toString(d.due_date), 0, 7) AS month ORDER BY month
     } AS due,
     COLLECT {
       MATCH (t)-[:HAS_DATE]->(d:TimeConstraint) UNWIND d.months AS m
       RETURN DISTINCT '--' + right('0' + toString(m), 2) AS month ORDER BY month
     } AS yearly
WHERE $section IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..6]->(f:Section) WHERE f.key = $section OR f.title CONTAINS $section
      }
WITH t, p, s, CASE WHEN size(due) + size(yearly) = 0 THEN [''] ELSE due + yearly END AS months
UNWIND months AS month
WITH t, p, s, month
WHERE $month IS NULL OR month = $month OR substring(month, 0, 4) = $month
MATCH (t)<-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(body:Unit|UnitGroup)
OPTIONAL MATCH (body)<-[:MEMBER_OF]-(member:Unit)
WHERE $through_groups AND body.extent = 'definite'
WITH t, p, s, month, r, coalesce(member, body) AS bearer,
     CASE type(r) WHEN 'LEADS' THEN 'lead' WHEN 'RESPONSIBLE_FOR' THEN 'responsible' ELSE 'supporting' END AS role
WHERE ($role IN ['any', role] OR ($role = 'principal' AND r.principal))
  AND ($unit IS NULL OR bearer.key = $unit OR bearer.name = $unit OR bearer.full_name = $unit
       OR EXISTS { MATCH (bearer)<-[:NAMES]-(:Alias {name: $unit}) })
WITH t, p, s, month, bearer, role, max(CASE WHEN r.principal THEN 1 ELSE 0 END) AS carries
ORDER BY t.position, t.key
WITH p, s, month, bearer, role, count(t) AS tasks, sum(carries) AS principal, collect(t.number) AS numbers
RETURN bearer.key AS key,
       bearer.name AS name,
       CASE WHEN bearer:UnitGroup THEN 'UnitGroup' ELSE 'Unit' END AS label,
       role AS role,
       CASE WHEN month = '' THEN null ELSE month END AS month,
       s.title AS section,
       tasks AS tasks,
       principal AS principal,
       numbers AS numbers,
       s.key AS section_key,
       p.key AS plan,
       p.title AS plan_title
ORDER BY plan_title, plan, label, name, key, CASE role WHEN 'lead' THEN 1 WHEN 'responsible' THEN 2 ELSE 3 END,
         CASE WHEN month IS NULL THEN '~' ELSE month END, s.position, section_key
