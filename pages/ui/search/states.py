"""What a search is doing, in a word, an icon and a colour."""

from collections.abc import Mapping

from pages.ui.result.run_words import Color
from rnnkit.runs.states import SearchState

SEARCH_BADGES: Mapping[SearchState, tuple[str, str, Color]] = {
    "running": ("searching", ":material/travel_explore:", "blue"),
    "finished": ("finished", ":material/check:", "green"),
    "stopped": ("stopped", ":material/stop:", "orange"),
    "failed": ("failed", ":material/error:", "red"),
}
