"""Full-text search: words, candidates, ranking, and tasks like one task."""
