"""A text as lines and passages that know their place in the source, and the printed numbers and labels of the genre."""
