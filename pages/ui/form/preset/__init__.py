"""Forms that somebody else has set: which fields are held, and links that others start from."""
