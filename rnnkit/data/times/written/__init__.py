"""How dates are written: found out, brought to few spellings, and read."""
