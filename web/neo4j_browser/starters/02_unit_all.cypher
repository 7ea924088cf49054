// 某单位承担的全部任务
// topic: 单位
// description: 牵头、责任、配合各是一种颜色的关系；也认简称和别名。
MATCH (u:Unit|UnitGroup)
WHERE u.name = '区司法局' OR u.full_name = '区司法局' OR EXISTS { (u)<-[:NAMES]-(:Alias {name: '区司法局'}) }
MATCH p = (u)-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(:Task)
RETURN p
