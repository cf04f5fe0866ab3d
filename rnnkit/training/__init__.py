"""Training, whatever the task: the loop, optimizers, checkpoints, the clock, and what every run does."""
