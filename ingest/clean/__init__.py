"""Text into lines fit to be read: leftovers out, broken and run-together lines put right."""
