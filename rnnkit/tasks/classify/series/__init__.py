"""Series of numbers with a class: how they are cut into steps, and what answers beside the network."""
