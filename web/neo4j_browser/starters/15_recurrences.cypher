// 周期性任务
// topic: 时间
// description: 每年、每季度、每月要做的任务。
MATCH p = (:Task)-[:HAS_DATE]->(:Recurrence)
RETURN p
LIMIT 200
