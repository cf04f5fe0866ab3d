"""Tagged sentences: tokens and a tag for each, in all the forms that people keep them in."""
