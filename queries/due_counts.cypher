// 每日到期数
// name: due_counts
// description: 每一天有多少个到期日，分时限和时段；可按单位与角色、方案、章节、类型和一段日期筛选，时段与这段日期有重叠即计入。可指定看哪一天有效的版本。
// description_en: How many dates fall due on each day, by kind, filtered by unit and role, plan, section, kind and two days; a period counts where it touches these. With as_of, of the version in force on that day.
// example: from=2024-01-01 to=2024-12-31
// param unit: unit? — 单位的名称、别名或键
// param role: role = any — 该单位的角色
// param plan: string? — 方案的键、文号或标题中的字
// param section: string? — 一级章节的键或标题
// param kind: string(deadline|period)? — 类型：时限、时段
// param from: date? — 起始日（含）
// param to: date? — 截止日（含）
// param as_of: date? — 看哪一天有效的任务；默认现行的
// returns day: date — 到期日
// returns kind: string — 类型
// returns dates: integer — 到期日数
OPTIONAL MATCH (u:Unit|UnitGroup)
WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
   OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
OPTIONAL MATCH (u)-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(mine:Task|TaskVersion)
WHERE $role = 'any'
   OR ($role = 'lead' AND type(r) = 'LEADS')
   OR ($role = 'responsible' AND type(r) = 'RESPONSIBLE_FOR')
   OR ($role = 'supporting' AND type(r) = 'SUPPORTS')
   OR ($role = 'principal' AND r.principal)
// the unit's tasks are looked for once, from the unit
WITH collect(DISTINCT mine) AS asked
MATCH (d:TimeConstraint)<-[:HAS_DATE]-(t:Task|TaskVersion)
WHERE d.due_date IS NOT NULL
  AND d.rrule IS NULL
  AND ($from IS NULL OR d.due_date >= $from)
  AND ($to IS NULL OR coalesce(d.start_date, d.due_date) <= $to)
  AND ($kind IS NULL OR d.kind = $kind)
  AND (($as_of IS NULL AND t:Task)
       OR (t.valid_from <= $as_of AND (t.valid_to IS NULL OR t.valid_to > $as_of)))
  AND ($unit IS NULL OR t IN asked)
  AND ($plan IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..7]->(p:Plan)
        WHERE p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
      })
  AND ($section IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..6]->(f:Section|SectionVersion {level: 1})
        WHERE f.key = $section OR f.title = $section
      })
RETURN d.due_date AS day, d.kind AS kind, count(*) AS dates
ORDER BY day, kind
