"""Documents in, model out: read, clean, header, segment, assign, dates, targets, citations, resolve."""
