"""Columns to series: which are keys, values and targets; even steps, holes, units, what comes next."""
