"""What a document leaves in doubt, and how much of it was understood."""
