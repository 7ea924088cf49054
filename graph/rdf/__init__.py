"""The property graph as RDF, and back; what is said of one resource and of the dataset; SPARQL."""
