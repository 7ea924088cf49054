// 某段时间到期的任务
// topic: 时间
// description: 到期日在两个日期之间的任务，连同牵头单位；今天写作 date()。
MATCH p = (t:Task)-[:HAS_DATE]->(d:TimeConstraint)
WHERE date('2024-01-01') <= d.due_date <= date('2024-12-31')
OPTIONAL MATCH lead = (t)<-[:LEADS]-()
RETURN p, lead
LIMIT 200
