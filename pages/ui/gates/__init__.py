"""Parts of the page Gates lab."""
