"""The commands of the tasks, a file each."""
