// 各单位工作量
// name: workload
// description: 每个单位牵头、责任、配合、主责和总共承担多少项任务，其中多少项有时间要求、多少项已到期。计入单位群时，固定单位群的任务记到成员名下；范围不定的（如区直有关部门）另列一行。可指定看哪一天有效的版本。
// description_en: How many tasks each unit leads, answers for, supports, carries as principal and has in all, with how many dated and passed. Through groups, a definite group counts for its members; indefinite and relative ones have rows of their own. With as_of, of the version in force on that day.
// example: on=2024-06-30
// param through_groups: boolean = false — 是否把固定单位群的任务记到成员名下
// param unit: unit? — 只看这个单位
// param plan: string? — 方案的键、文号或标题中的字
// param section: string? — 章节的键或标题中的字
// param dated: boolean? — 是：只算有时间要求的；否：只算没有的
// param on: date = today — 看哪一天是否已到期
// param as_of: date? — 看哪一天有效的任务；默认现行的
// returns key: string — 键
// returns name: string — 单位
// returns full_name: string — 全称
// returns label: string — 类别
// returns extent: string? — 单位群范围
// returns lead: integer — 牵头
// returns responsible: integer — 责任
// returns supporting: integer — 配合
// returns principal: integer — 主责
// returns any: integer — 总数
// returns through: integer — 仅经由单位群
// returns dated: integer — 有时间要求
// returns passed: integer — 已到期
MATCH (t:Task|TaskVersion)
WHERE (($as_of IS NULL AND t:Task)
       OR (t.valid_from <= $as_of AND (t.valid_to IS NULL OR t.valid_to > $as_of)))
  AND ($plan IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..7]->(p:Plan)
        WHERE p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
      })
  AND ($section IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..6]->(f:Section|SectionVersion) WHERE f.key = $section OR f.title CONTAINS $section
      })
WITH t, [(t)-[:HAS_DATE]->(d:TimeConstraint) | d.due_date] AS days
WITH t, size(days) > 0 AS has_date, coalesce(any(day IN days WHERE day < $on), false) AS is_passed
WHERE $dated IS NULL OR $dated = has_date
MATCH (t)<-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(body:Unit|UnitGroup)
// tasks that a body holds alike go together, so that its members are looked for once
WITH body, type(r) AS role, coalesce(r.principal, false) AS principal, has_date, is_passed, collect(t) AS held
OPTIONAL MATCH (body)<-[:MEMBER_OF]-(member:Unit)
WHERE $through_groups AND body.extent = 'definite'
WITH coalesce(member, body) AS bearer, member IS NULL AS direct, role, principal, has_date, is_passed, held
UNWIND held AS task
WITH bearer, has_date, is_passed,
     count(DISTINCT CASE WHEN role = 'LEADS' THEN task END) AS leads,
     count(DISTINCT CASE WHEN role = 'RESPONSIBLE_FOR' THEN task END) AS answers,
     count(DISTINCT CASE WHEN role = 'SUPPORTS' THEN task END) AS supports,
     count(DISTINCT CASE WHEN principal THEN task END) AS principals,
     count(DISTINCT task) AS tasks,
     count(DISTINCT CASE WHEN direct THEN task END) AS directs
// a task is dated and passed for everyone: these counts have no task in common
WITH bearer,
     sum(leads) AS lead,
     sum(answers) AS responsible,
     sum(supports) AS supporting,
     sum(principals) AS principal,
     sum(tasks) AS all_tasks,
     sum(directs) AS direct_tasks,
     sum(CASE WHEN has_date THEN tasks ELSE 0 END) AS dated,
     sum(CASE WHEN is_passed THEN tasks ELSE 0 END) AS passed
WHERE $unit IS NULL OR bearer.key = $unit OR bearer.name = $unit OR bearer.full_name = $unit
   OR EXISTS { MATCH (bearer)<-[:NAMES]-(:Alias {name: $unit}) }
RETURN bearer.key AS key,
       bearer.name AS name,
       coalesce(bearer.full_name, bearer.name) AS full_name,
       CASE WHEN bearer:UnitGroup THEN 'UnitGroup' ELSE 'Unit' END AS label,
       bearer.extent AS extent,
       lead AS lead,
       responsible AS responsible,
       supporting AS supporting,
       principal AS principal,
       all_tasks AS any,
       all_tasks - direct_tasks AS through,
       dated AS dated,
       passed AS passed
ORDER BY label, any DESC, lead DESC, name, key
