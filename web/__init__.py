"""The Chinese pages on the same application."""
