// 可选的名称
// name: choices
// description: 筛选时可选的名称：全部单位、单位群、方案和一级章节，不计任务数。指定看哪一天时，也列以前版本的章节。
// description_en: The names to choose from in a filter: all units, groups, plans and first-level sections, without numbers of tasks. With as_of, sections of former versions too.
// example: plan=法治政府建设
// param plan: string? — 只列该方案的章节：方案的键、文号或标题中的字
// param as_of: date? — 看哪一天；默认现行的
// returns label: string — 类别
// returns key: string — 键
// returns title: string — 名称
// returns issued_on: date? — 印发日期
MATCH (n:Unit|UnitGroup|Plan|Section|SectionVersion)
WHERE n:Unit OR n:UnitGroup OR n:Plan
   OR (n.level = 1
       AND (n:Section OR $as_of IS NOT NULL)
       AND ($plan IS NULL OR EXISTS {
             MATCH (n)-[:PART_OF*1..2]->(p:Plan)
             WHERE p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
           }))
WITH n,
     CASE WHEN n:Unit THEN 'Unit' WHEN n:UnitGroup THEN 'UnitGroup' WHEN n:Plan THEN 'Plan' ELSE 'Section' END AS label
RETURN label AS label,
       n.key AS key,
       coalesce(n.name, n.title) AS title,
       n.issued_on AS issued_on
ORDER BY label, issued_on, coalesce(n.position, 0), title, key
