"""The parts of the page Machines, for whoever runs the servers."""
