// 引用某份文件的任务
// topic: 文件
// description: 文件名含有这几个字的文件，和引用它、要求制定它的任务。
MATCH p = (i:Instrument)<-[:CITES|DRAFTS]-(:Task)
WHERE i.title CONTAINS '优化营商环境条例'
RETURN p
LIMIT 200
