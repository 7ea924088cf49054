// 方案的章节和任务
// topic: 方案
// description: 方案、章节、任务的层次。方案多时在 Plan 后面写 {title: '…'} 选一份。
MATCH p = (:Task)-[:PART_OF*1..6]->(:Plan)
RETURN p
LIMIT 300
