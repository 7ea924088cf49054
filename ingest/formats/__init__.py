"""The formats that plans come in: bytes → the text that spans count in, with what only the format knows of it.

One module a format, each with one function ``(data, where) -> Content``; :mod:`dutygraph.ingest.read` holds the
table of them.
"""
