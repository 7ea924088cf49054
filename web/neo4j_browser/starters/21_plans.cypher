// 全部方案和依据
// topic: 方案
// description: 已读入的方案、印发机关、贯彻落实的文件和原文。
MATCH (p:Plan)
OPTIONAL MATCH about = (p)-[:ISSUED_BY|IMPLEMENTS|PUBLISHED_AS|READ_FROM]->()
RETURN p, about
LIMIT 200
