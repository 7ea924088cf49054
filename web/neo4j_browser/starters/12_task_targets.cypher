// 全部量化目标
// topic: 任务
// description: 有量化目标的任务和它们的目标。
MATCH p = (:Task)-[:HAS_TARGET]->(:Target)
RETURN p
LIMIT 200
