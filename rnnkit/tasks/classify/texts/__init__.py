"""Texts with a class: their symbols, who answers beside the network, and a typed text read step by step."""
