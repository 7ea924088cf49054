"""The two stores: a Neo4j server, and the embedded server with its keeper; how to reach them and what they need."""
