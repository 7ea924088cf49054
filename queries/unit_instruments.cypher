// 某单位任务所依据的文件
// name: unit_instruments
// description: 一个单位承担的任务引用或要求制定哪些法律、文件，各在几项任务中出现。
// description_en: The laws and documents that a unit's tasks cite or are to draw up, with how many tasks name each.
// example: unit=区司法局
// param unit: unit — 单位的名称、别名或键
// param role: role = any — 角色
// returns key: string — 文件键
// returns title: string — 文件
// returns document_number: string? — 文号
// returns tasks: integer — 任务数
// returns cites: integer — 引用
// returns drafts: integer — 要求制定
// returns numbers: list<string> — 任务序号
// returns unit: string — 单位
MATCH (u:Unit|UnitGroup)
WHERE u.key = $unit OR u.name = $unit OR u.full_name = $unit
   OR EXISTS { MATCH (u)<-[:NAMES]-(:Alias {name: $unit}) }
MATCH (u)-[r:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(t:Task)
WITH u, t, r,
     CASE type(r) WHEN 'LEADS' THEN 'lead' WHEN 'RESPONSIBLE_FOR' THEN 'responsible' ELSE 'supporting' END AS role
WHERE $role IN ['any', role] OR ($role = 'principal' AND r.principal)
WITH DISTINCT u, t
MATCH (t)-[m:CITES|DRAFTS]->(i:Instrument)
WITH u, i, t,
     max(CASE WHEN type(m) = 'CITES' THEN 1 ELSE 0 END) AS cited,
     max(CASE WHEN type(m) = 'DRAFTS' THEN 1 ELSE 0 END) AS drafted
ORDER BY t.position, t.key
WITH u, i, count(t) AS tasks, sum(cited) AS cites, sum(drafted) AS drafts, collect(t.number) AS numbers
RETURN i.key AS key,
       i.title AS title,
       i.document_number AS document_number,
       tasks AS tasks,
       cites AS cites,
       drafts AS drafts,
       numbers AS numbers,
       coalesce(u.full_name, u.name) AS unit
ORDER BY unit, tasks DESC, title, key
