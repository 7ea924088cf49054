"""The domain and its stores; knows nothing of file formats or HTTP."""
