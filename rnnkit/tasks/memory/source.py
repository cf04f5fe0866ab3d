"""What has to be remembered: rows are made from this, so it is all the data there is."""

from rnnkit.config import parse
from rnnkit.tasks.memory.settings import MemoryData
from rnnkit.tasks.task import Uploaded


def load(uploaded: Uploaded) -> MemoryData:
    """The problem, which was written down as settings."""
    return parse(MemoryData, uploaded.content)
