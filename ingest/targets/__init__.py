"""How much of what is to be reached."""
