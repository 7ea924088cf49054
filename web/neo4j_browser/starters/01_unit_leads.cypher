// 某单位牵头的全部任务
// topic: 单位
// description: 单位和它牵头的每一项任务。换单位只改引号里的名称。
MATCH p = (:Unit {name: '区司法局'})-[:LEADS]->(:Task)
RETURN p
