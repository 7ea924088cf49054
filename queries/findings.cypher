// 待核事项
// name: findings
// description: 读取时没有把握、需要人工核对之处，附所在方案、任务和原文位置。
// description_en: What was doubtful when reading and needs a person's check, with its plan, task and place in the text.
// example:
// param status: string(open|accepted|corrected|rejected|any) = open — 状态
// param rule: string? — 规则名
// param plan: string? — 方案的键、文号或标题中的字
// returns key: string — 待核键
// returns rule: string — 规则
// returns message: string — 说明
// returns status: string — 状态
// returns start: integer? — 原文起点
// returns end: integer? — 原文终点
// returns page: integer? — 页码
// returns task: string? — 任务键
// returns number: string? — 序号
// returns title: string? — 任务
// returns plan: string — 方案键
// returns plan_title: string — 方案
MATCH (f:Finding)-[:ABOUT]->(subject:Task|Plan)
WHERE $rule IS NULL OR f.rule = $rule
WITH f, subject
WHERE $status IN ['any', f.status]
MATCH (subject)-[:PART_OF*0..6]->(p:Plan)
WHERE $plan IS NULL OR p.key = $plan OR p.document_number = $plan OR p.title CONTAINS $plan
WITH f, p, CASE WHEN subject:Task THEN subject END AS t
RETURN f.key AS key,
       f.rule AS rule,
       f.message AS message,
       f.status AS status,
       f.start AS start,
       f.end AS end,
       f.page AS page,
       t.key AS task,
       t.number AS number,
       t.title AS title,
       p.key AS plan,
       p.title AS plan_title
ORDER BY plan_title, plan, coalesce(f.start, 0), rule, key
