"""Which network to choose: networks of equal weight on one problem, what they reach and what they cost."""
