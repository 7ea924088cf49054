// 疑似同一文件
// name: instrument_duplicates
// description: 标题相同（不计“关于印发…的通知”的外壳，计入简称）而记为几个文件的，供人工判断：是同一文件的，写入文件名册即可合并；同名的不同文件（如各年度的）不必理会。
// description_en: Instruments of one title (without the shell 关于印发…的通知, short titles included) under several keys, for the office to judge: a row in the register of instruments makes them one.
// example:
// param text: string? — 标题中的字
// returns title: string — 共同的标题
// returns instruments: list<map> — 各文件（key、title、document_number、tasks）
// returns count: integer — 文件数
// returns tasks: integer — 涉及的任务数
MATCH (i:Instrument)
WITH i, CASE
       WHEN i.title CONTAINS '关于印发' AND i.title ENDS WITH '的通知'
       THEN replace(replace(replace(split(i.title, '关于印发')[1], '的通知', ''), '〈', ''), '〉', '')
       ELSE i.title
     END AS core
WITH i, [core] + COLLECT { MATCH (i)<-[:NAMES]-(a:Alias) RETURN a.name AS alias ORDER BY alias } AS names
UNWIND names AS title
WITH DISTINCT title, i
WHERE $text IS NULL OR title CONTAINS $text
WITH title, i, COUNT { (i)<-[:CITES|DRAFTS]-(:Task) } AS mentions
ORDER BY title, i.document_number, i.title, i.key
WITH title,
     collect({key: i.key, title: i.title, document_number: i.document_number, tasks: mentions}) AS instruments,
     count(i) AS many,
     sum(mentions) AS tasks
WHERE many > 1
RETURN title AS title,
       instruments AS instruments,
       many AS count,
       tasks AS tasks
ORDER BY title
