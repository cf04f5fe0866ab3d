"""The pages of the playground, one thin script each; what they share lives in `pages.ui`."""

import os

# Arrow's own allocator keeps what it once had; the process that serves the screen is to stay small.
# Read by Arrow when it is loaded, so it has to be said before anything imports pandas.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
