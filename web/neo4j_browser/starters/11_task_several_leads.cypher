// 多个单位牵头的任务
// topic: 任务
// description: 有两个以上牵头单位的任务，和它们的牵头单位。
MATCH (t:Task)
WHERE COUNT { (t)<-[:LEADS]-() } > 1
MATCH p = (t)<-[:LEADS]-()
RETURN p
LIMIT 200
