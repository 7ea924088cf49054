// 原文中有某个词的任务
// topic: 任务
// description: 任务原文含有这个词的任务，连同承担单位。
MATCH (t:Task)
WHERE t.text CONTAINS '营商环境'
OPTIONAL MATCH p = (t)<-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]-()
RETURN t, p
LIMIT 200
