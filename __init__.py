"""dutygraph (责任图谱): task-breakdown plans of Chinese governments, read into a graph that answers questions."""

__version__ = "0.1.0"
