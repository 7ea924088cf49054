// 两个单位的最短联系
// topic: 单位
// description: 经由任务、单位群或文件，两个单位怎样连在一起。
MATCH (a:Unit {name: '区财政局'}), (b:Unit {name: '区司法局'})
MATCH p = allShortestPaths((a)-[:LEADS|RESPONSIBLE_FOR|SUPPORTS|MEMBER_OF|CITES|DRAFTS*..6]-(b))
RETURN p
LIMIT 20
