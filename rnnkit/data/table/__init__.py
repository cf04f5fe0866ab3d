"""A clean table: what was read, what was decided, and the same as code that needs nothing of ours."""
