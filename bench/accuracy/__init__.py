"""How well documents are read: `python -m bench.accuracy`, in the root of a checkout."""
