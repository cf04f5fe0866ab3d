"""Parts of the page Choosing."""
