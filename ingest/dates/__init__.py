"""When, by when, how often and within what time."""
