"""What leaves with a trained network, how it comes back, and how it answers on new data."""
