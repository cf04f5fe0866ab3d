"""Tables of rows with labels: cut out of text, JSON, workbooks and collections of series."""
