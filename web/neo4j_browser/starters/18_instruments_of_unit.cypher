// 某单位的任务所依据的文件
// topic: 文件
// description: 单位承担的任务引用的法律、法规和政策文件。
MATCH p = (:Unit {name: '区司法局'})-[:LEADS|RESPONSIBLE_FOR|SUPPORTS]->(:Task)-[:CITES]->(:Instrument)
RETURN p
LIMIT 200
