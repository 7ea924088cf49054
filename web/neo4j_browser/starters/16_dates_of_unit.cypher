// 某单位牵头任务的时间要求
// topic: 时间
// description: 单位牵头的任务里有时间要求的，连同时间要求。
MATCH p = (:Unit {name: '区司法局'})-[:LEADS]->(:Task)-[:HAS_DATE]->(:TimeConstraint)
RETURN p
