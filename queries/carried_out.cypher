// 政策传导：承接关系
// name: carried_out
// description: 已写入图谱的承接关系（dutygraph analyse chain --write）：下级任务承接了哪项上级任务，分数和依据。
// description_en: The policy chain as written to the graph by `dutygraph analyse chain --write`: which upper-level task a task carries out, with score and evidence.
// example:
// param task: string? — 任务的键或序号，上级下级都可
// param plan: string? — 下级方案的键、文号或标题中的字
// param minimum: float = 0 — 至少多少分
// returns key: string — 任务键
// returns number: string? — 序号
// returns title: string — 任务
// returns plan: string — 方案键
// returns plan_title: string — 方案
// returns upper_key: string — 上级任务键
// returns upper_number: string? — 上级序号
// returns upper_title: string — 上级任务
// returns upper_plan: string — 上级方案键
// returns upper_plan_title: string — 上级方案
// returns score: float — 分数
// returns evidence: string — 依据
MATCH (t:Task)-[r:CARRIES_OUT]->(u:Task)
WHERE r.score >= $minimum
WITH t, r, u
WHERE $task IS NULL OR $task IN [t.key, t.number, u.key, u.number]
MATCH (t)-[:PART_OF*1..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
MATCH (u)-[:PART_OF*1..6]->(q:Plan)
RETURN t.key AS key,
       t.number AS number,
       t.title AS title,
       p.key AS plan,
       p.title AS plan_title,
       u.key AS upper_key,
       u.number AS upper_number,
       u.title AS upper_title,
       q.key AS upper_plan,
       q.title AS upper_plan_title,
       r.score AS score,
       r.evidence AS evidence
ORDER BY plan_title, plan, t.position, key, score DESC, upper_plan_title, upper_plan, u.position, upper_key
