"""What can be learned: each task prepares, builds, fits, evaluates and predicts."""
