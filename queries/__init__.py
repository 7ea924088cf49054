"""One question per .cypher file; the registry loads and checks them."""
