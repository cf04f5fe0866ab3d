"""What broker, workers and whoever runs the servers do with any run; no visitor is given a part of it."""
