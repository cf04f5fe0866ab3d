"""Telling what class a whole text is of: many symbols in, one answer out."""
