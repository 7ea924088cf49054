// 行政区划
// name: jurisdictions
// description: 图谱涉及的行政区划，各有多少单位、承担多少任务。
// description_en: The jurisdictions of the graph with their numbers of units and tasks.
// example:
// param level: string(nation|province|prefecture|county|township)? — 层级
// returns key: string — 区划键
// returns code: string? — 区划代码
// returns name: string — 区划
// returns level: string — 层级
// returns units: integer — 单位数
// returns groups: integer — 单位群数
// returns tasks: integer — 任务数
MATCH (j:Jurisdiction)
WHERE $level IS NULL OR j.level = $level
RETURN j.key AS key,
       j.code AS code,
       j.name AS name,
       j.level AS level,
       COUNT { MATCH (j)<-[:IN_JURISDICTION]-(u:Unit) } AS units,
       COUNT { MATCH (j)<-[:IN_JURISDICTION]-(g:UnitGroup) } AS groups,
       COUNT {
         MATCH (j)<-[:IN_JURISDICTION]-(b) MATCH (b)-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(t:Task) RETURN DISTINCT t.key
       } AS tasks
ORDER BY code, name, key
