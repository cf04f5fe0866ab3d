"""Parts of the page that looks inside one of a person's own runs."""
