"""A text: bytes to clean characters, symbols and numbers, and the parts that are learned from and scored."""
