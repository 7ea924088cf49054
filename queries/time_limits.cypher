// 办理时限
// name: time_limits
// description: 从某件事起算的时限（如发布后15日内、事件发生后5小时内），含工作日标记和起算点。
// description_en: Time limits that run from an event, with whether they count working days and from what they run.
// example:
// param unit: unit? — 单位的名称、别名或键
// param plan: string? — 方案的键、文号或标题中的字
// param business_days: boolean? — 是：只看按工作日计的；否：只看其余的
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns surface: string — 时间要求
// returns duration: string? — 时长
// returns business_days: boolean — 是否按工作日
// returns anchor: string? — 起算点
// returns lead: list<string> — 牵头
// returns plan: string — 方案键
// returns plan_title: string — 方案
// returns date_key: string — 时间要求键
MATCH (t:Task)-[:HAS_DATE]->(d:TimeLimit)
WITH t, d
WHERE ($business_days IS NULL OR $business_days = coalesce(d.business_days, false))
  AND ($unit IS NULL OR EXISTS {
        MATCH (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(u:Unit|UnitGroup)
        WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
           OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
      })
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
RETURN t.key AS key,
       t.number AS number,
       t.title AS title,
       d.surface AS surface,
       d.duration AS duration,
       coalesce(d.business_days, false) AS business_days,
       d.anchor AS anchor,
       COLLECT { MATCH (t)<-[r:LEADS]-(b) RETURN b.name ORDER BY r.position } AS lead,
       p.key AS plan,
       p.title AS plan_title,
       d.key AS date_key
ORDER BY plan_title, plan, t.position, d.position, date_key
