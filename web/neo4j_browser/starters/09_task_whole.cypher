// 一项任务的全貌
// topic: 任务
// description: 一项任务的单位、时间、目标、文件和所在章节。序号见任务结点。
MATCH (t:Task {number: '22'})
OPTIONAL MATCH fact = (t)--()
OPTIONAL MATCH place = (t)-[:PART_OF*1..6]->(:Plan)
RETURN t, fact, place
