"""Everything a person can take home of labellers: scores, curves, mistakes and the trained networks."""

from collections.abc import Sequence

from pages.ui.access.results import Result
from pages.ui.result.downloads import frame_file, offer, scores_file
from pages.ui.result.model_files import is_imported
from rnnkit.words import t


def downloads(results: Sequence[Result]) -> None:
    """Buttons whose files are made when they are clicked."""
    files = [
        frame_file(t("Tags CSV"), "tags.csv", results, "tags"),
        frame_file(t("Curves CSV"), "curves.csv", results, "curve"),
        scores_file(results),
    ]
    if not any(is_imported(result) for result in results):
        files.insert(1, frame_file(t("Mistakes CSV"), "mistakes.csv", results, "mistakes"))
    offer(results, *files)
