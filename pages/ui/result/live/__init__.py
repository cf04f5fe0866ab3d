"""What stands on a page while runs have no end: where they are, what they show, what can be asked of them."""
