"""Parts of the page Room: opened, joined, taught, shown to all, and ended with the private half."""
