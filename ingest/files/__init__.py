"""Files, folders and archives to be read, and what each may cost."""
