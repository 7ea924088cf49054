"""What Neo4j Browser loads to show the graph in Chinese: a style, a guide, saved statements, all of them as a kit."""
