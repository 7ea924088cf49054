// 量化目标
// name: targets
// description: 任务中的量化目标（比例、次数、学时等）及其周期；可按单位、指标中的字筛选。
// description_en: Quantified targets of the tasks with the recurrence they count in, filtered by unit or words of the indicator.
// example:
// param unit: unit? — 单位的名称、别名或键
// param plan: string? — 方案的键、文号或标题中的字
// param text: string? — 指标中的字
// returns indicator: string — 指标
// returns comparator: string — 比较
// returns value: float — 数值
// returns measure: string — 计量单位
// returns per: string? — 每（重复规则）
// returns year: integer? — 年度
// returns surface: string — 原文写法
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns lead: list<string> — 牵头
// returns plan: string — 方案键
// returns plan_title: string — 方案
// returns target_key: string — 目标键
MATCH (t:Task)-[:HAS_TARGET]->(g:Target)
WITH t, g
WHERE ($text IS NULL OR g.indicator CONTAINS $text)
  AND ($unit IS NULL OR EXISTS {
        MATCH (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(u:Unit|UnitGroup)
        WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
           OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
      })
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
RETURN g.indicator AS indicator,
       g.comparator AS comparator,
       g.value AS value,
       g.unit AS measure,
       g.per AS per,
       g.year AS year,
       g.surface AS surface,
       t.key AS key,
       t.number AS number,
       t.title AS title,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       p.key AS plan,
       p.title AS plan_title,
       g.key AS target_key
ORDER BY plan_title, plan, t.position, g.position, target_key
