// 图谱里有哪几类结点和关系
// topic: 方案
// description: 结点的种类和它们之间的关系，由数据库自己画出。
CALL db.schema.visualization()
