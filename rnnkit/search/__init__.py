"""A search for settings: which are tried, how long each, which go on, and what the result is worth."""
