"""One plan through its versions: which task is which, what changed, what is put away."""
