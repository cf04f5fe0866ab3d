"""Cells to numbers: decimal marks, units, digits of every script, and what means "missing"."""
