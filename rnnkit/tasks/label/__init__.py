"""Labelling: a tag for every token of a sentence, word classes or names."""
