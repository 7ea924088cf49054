// 各单位群承担的任务
// topic: 单位
// description: 各镇、街道等单位群和它们的任务；单位群不当作单位。
MATCH p = (:UnitGroup)-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(:Task)
RETURN p
LIMIT 200
