"""The linear model that answers beside the network: its features, its fit, and it at work."""
