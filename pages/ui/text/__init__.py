"""The parts of the page Generate that only texts need."""
