// 方案各版
// name: plan_versions
// description: 一个方案的历次版本：各自自哪天起、到哪天止有效，文号、印发日期，当时的任务数，以及被后一版改写或删去的任务数。
// description_en: The versions of a plan: since when and until when each was in force, document number, day of issue, tasks, and how many of them the next version words otherwise or drops.
// example:
// param plan: string? — 方案的键、文号或标题中的字
// returns plan: string — 方案键
// returns version: integer — 版次
// returns valid_from: date? — 生效日
// returns valid_to: date? — 失效日（不含），现行版为空
// returns title: string — 方案
// returns document_number: string? — 文号
// returns issued_on: date? — 印发日期
// returns tasks: integer — 任务数
// returns replaced: integer — 被后一版改写的任务
// returns dropped: integer — 被后一版删去的任务
// returns source_sha256: string? — 原文件指纹
MATCH (p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
OPTIONAL MATCH (p)<-[:PART_OF]-(v:PlanVersion)
WITH p, collect(v) AS past
UNWIND past + [p] AS w
OPTIONAL MATCH (w)-[:READ_FROM]->(source:Source)
WITH p, w, max(source.sha256) AS source_sha256,
     COUNT {
       MATCH (p)<-[:PART_OF*1..7]-(t:Task) WHERE t.version <= w.version
     } AS still,
     COUNT {
       MATCH (p)<-[:PART_OF]-(o:PlanVersion)<-[:PART_OF*1..6]-(x:TaskVersion)
       WHERE o.version >= w.version AND x.version <= w.version
     } AS since_replaced
RETURN p.key AS plan,
       w.version AS version,
       w.valid_from AS valid_from,
       w.valid_to AS valid_to,
       w.title AS title,
       w.document_number AS document_number,
       w.issued_on AS issued_on,
       still + since_replaced AS tasks,
       CASE WHEN w:PlanVersion
            THEN COUNT { MATCH (w)<-[:PART_OF*1..6]-(y:TaskVersion) WHERE EXISTS { MATCH (y)<-[:HAS_VERSION]-(:Task) } }
            ELSE 0 END AS replaced,
       CASE WHEN w:PlanVersion
            THEN COUNT {
              MATCH (w)<-[:PART_OF*1..6]-(z:TaskVersion) WHERE NOT EXISTS { MATCH (z)<-[:HAS_VERSION]-(:Task) }
            }
            ELSE 0 END AS dropped,
       source_sha256 AS source_sha256
ORDER BY title, plan, version
