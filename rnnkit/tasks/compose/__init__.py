"""Composing: whole tunes from a meter, a key and, if wanted, the first bars; one to many."""
