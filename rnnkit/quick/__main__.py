"""Build the kernel of this machine, a part of setting up: `python -m rnnkit.quick`."""

from rnnkit.quick.build import build

if __name__ == "__main__":
    build()
