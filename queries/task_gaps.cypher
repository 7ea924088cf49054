// 要素不全的任务
// name: task_gaps
// description: 没有时间要求、量化目标、依据文件、牵头单位或任何单位的任务，便于补充和督办。
// description_en: Tasks without a date, a target, an instrument they rest on, a leading unit or any unit.
// example: missing=date
// param missing: string(any|date|target|basis|lead|unit) = any — 缺什么：时间、目标、依据、牵头、单位
// param plan: string? — 方案的键、文号或标题中的字
// param unit: unit? — 单位的名称、别名或键
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns no_date: boolean — 无时间
// returns no_target: boolean — 无目标
// returns no_basis: boolean — 无依据
// returns no_lead: boolean — 无牵头
// returns no_unit: boolean — 无单位
// returns lead: list<string> — 牵头
// returns section: string? — 章节
// returns plan: string — 方案键
// returns plan_title: string — 方案
MATCH (t:Task)
WITH t,
     NOT EXISTS { (t)-[:HAS_DATE]->(:TimeConstraint) } AS no_date,
     NOT EXISTS { (t)-[:HAS_TARGET]->(:Target) } AS no_target,
     NOT EXISTS { (t)-[:CITES]->(:Instrument) } AS no_basis,
     NOT EXISTS { (t)<-[:LEADS]-() } AS no_lead,
     NOT EXISTS { (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-() } AS no_unit
WHERE (($missing IN ['any', 'date'] AND no_date)
       OR ($missing IN ['any', 'target'] AND no_target)
       OR ($missing IN ['any', 'basis'] AND no_basis)
       OR ($missing IN ['any', 'lead'] AND no_lead)
       OR ($missing IN ['any', 'unit'] AND no_unit))
  AND ($unit IS NULL OR EXISTS {
        MATCH (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(u:Unit|UnitGroup)
        WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
           OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
      })
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
OPTIONAL MATCH (t)-[:PART_OF*1..6]->(s:Section {level: 1})
RETURN t.key AS key,
       t.number AS number,
       t.title AS title,
       no_date AS no_date,
       no_target AS no_target,
       no_basis AS no_basis,
       no_lead AS no_lead,
       no_unit AS no_unit,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       s.title AS section,
       p.key AS plan,
       p.title AS plan_title
ORDER BY plan_title, plan, t.position, key
