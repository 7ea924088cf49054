"""Who carries a task: role lines, brackets, sentences and cells into units with their roles."""
