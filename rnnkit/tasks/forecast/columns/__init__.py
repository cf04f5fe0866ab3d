"""What the columns of a file are for: their roles, which of them help, and what could come of them."""
