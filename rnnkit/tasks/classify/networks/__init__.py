"""The network, what it learns from, its layers, and the same in NumPy."""
