// 待核事项
// topic: 任务
// description: 还没有确认的待核事项和它所说的任务或方案。一项也没有，就是都看明白了。
MATCH (f:Finding {status: 'open'})
OPTIONAL MATCH p = (f)-[:ABOUT]->()
RETURN f, p
LIMIT 100
