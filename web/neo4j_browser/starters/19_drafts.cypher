// 要求制定的文件
// topic: 文件
// description: 方案要求制定的文件、提出要求的任务和牵头单位。
MATCH p = (t:Task)-[:DRAFTS]->(:Instrument)
OPTIONAL MATCH lead = (t)<-[:LEADS]-()
RETURN p, lead
LIMIT 200
