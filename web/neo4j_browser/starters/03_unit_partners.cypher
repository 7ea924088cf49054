// 某单位牵头的任务还有谁承担
// topic: 单位
// description: 单位牵头的任务，连同承担同一任务的其他单位和单位群。
MATCH p = (:Unit {name: '区司法局'})-[:LEADS]->(:Task)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-()
RETURN p
LIMIT 200
