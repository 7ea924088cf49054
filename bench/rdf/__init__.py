"""How fast RDF is written."""
