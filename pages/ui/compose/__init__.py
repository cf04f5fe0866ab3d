"""The parts of the page Compose."""
