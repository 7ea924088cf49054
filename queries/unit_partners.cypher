// 协作单位
// name: unit_partners
// description: 与某单位同担任务的单位和单位群：共几项，其中共同牵头几项、本单位牵头对方参加几项、对方牵头本单位参加几项，及任务序号。
// description_en: Who shares tasks with a unit: how many, how many both lead, how many the unit leads for the other and the other for the unit, with the tasks' numbers.
// example: unit=区司法局
// param unit: unit — 单位的名称、别名或键
// param plan: string? — 方案的键、文号或标题中的字
// returns key: string — 对方的键
// returns name: string — 协作单位
// returns label: string — 类别
// returns tasks: integer — 同担任务
// returns both_lead: integer — 共同牵头
// returns unit_leads: integer — 本单位牵头、对方参加
// returns partner_leads: integer — 对方牵头、本单位参加
// returns numbers: list<string> — 任务序号
// returns unit: string — 本单位
MATCH (u:Unit|UnitGroup)
WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
   OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
MATCH (u)-[mine:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(t:Task)
WHERE $plan IS NULL OR EXISTS {
        MATCH (t)-[:PART_OF*1..6]->(p:Plan)
        WHERE p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
      }
WITH u, t, max(CASE WHEN type(mine) = 'LEADS' THEN 1 ELSE 0 END) AS unit_leads
MATCH (t)<-[theirs:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(other:Unit|UnitGroup)
WHERE other.key <> u.key
WITH u, other, t, unit_leads, max(CASE WHEN type(theirs) = 'LEADS' THEN 1 ELSE 0 END) AS partner_leads
ORDER BY t.position, t.key
WITH u, other,
     count(t) AS tasks,
     sum(unit_leads * partner_leads) AS both_lead,
     sum(unit_leads * (1 - partner_leads)) AS unit_leads,
     sum((1 - unit_leads) * partner_leads) AS partner_leads,
     collect(t.number) AS numbers
RETURN other.key AS key,
       other.name AS name,
       CASE WHEN other:UnitGroup THEN 'UnitGroup' ELSE 'Unit' END AS label,
       tasks AS tasks,
       both_lead AS both_lead,
       unit_leads AS unit_leads,
       partner_leads AS partner_leads,
       numbers AS numbers,
       coalesce(u.full_name, u.name) AS unit
ORDER BY unit, label, tasks DESC, both_lead DESC, name, key
