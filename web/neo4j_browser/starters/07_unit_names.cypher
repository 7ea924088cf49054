// 某单位的别名、区划和承继
// topic: 单位
// description: 单位的别名、所在区划、上级单位、所属单位群和承继单位。
MATCH (u:Unit {name: '区市场监督管理局'})
OPTIONAL MATCH p = (u)-[:NAMES|IN_JURISDICTION|SUB_ORGANIZATION_OF|SUCCEEDED_BY|MEMBER_OF]-()
RETURN u, p
