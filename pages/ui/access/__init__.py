"""The store as this visitor may see it, and what was read from it; runs and data named in the address."""
