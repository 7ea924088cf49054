// 某单位牵头任务的时间、目标和依据
// topic: 单位
// description: 单位牵头的任务，连同每项任务的时间要求、量化目标和文件。
MATCH p = (:Unit {name: '区司法局'})-[:LEADS]->(t:Task)
OPTIONAL MATCH fact = (t)-[:HAS_DATE|HAS_TARGET|CITES|DRAFTS]->()
RETURN p, fact
