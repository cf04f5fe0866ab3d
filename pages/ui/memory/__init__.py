"""Parts of the page Memory."""
