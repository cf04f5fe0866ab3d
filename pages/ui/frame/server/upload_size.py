"""The server takes uploads as large as the app allows on this host, and a little more.

What the configuration says suits the smallest host: a server that took more from anybody than it can read
would be filled by a few uploads. Where the app allows more, because there is more memory or the host says so,
the server follows, so that a file just over a limit is answered by a sentence and no connection is cut.
"""

import math
from functools import cache

from streamlit import config

from rnnkit.bundle import archive as pack
from rnnkit.data import Limits, TextLimits

OPTION = "server.maxUploadSize"
MORE = 1  # megabytes beyond what the app reads


@cache
def hold_upload_size() -> None:
    """Have the server take what the app takes; said once, it holds for all visitors."""
    wanted = max(Limits.from_environment().megabytes, TextLimits.from_environment().megabytes)
    wanted = math.ceil(max(wanted, pack.megabytes())) + MORE
    if config.get_option(OPTION) < wanted:
        config.set_option(OPTION, wanted)
