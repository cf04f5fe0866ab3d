"""Parts of the pages that look inside a network."""
