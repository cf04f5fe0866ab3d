"""The fold that searches for settings, with the form as its start."""
