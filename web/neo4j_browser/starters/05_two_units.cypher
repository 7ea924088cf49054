// 两个单位共同承担的任务
// topic: 单位
// description: 两个单位都有份的任务，不论各是什么角色。
MATCH p = (:Unit {name: '区司法局'})-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(:Task)
  <-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-(:Unit {name: '区法院'})
RETURN p
