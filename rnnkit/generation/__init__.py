"""How trained networks write, whatever they write: what of the likely is drawn. Plain NumPy."""
