"""Parts of the page Mistakes."""
