"""The machine: memory, cores, devices, settings from the environment, versions."""
