"""Text to rows of cells: separators, quotes, widths, and where the table begins and ends."""
