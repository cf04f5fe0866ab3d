"""What a person takes home of forecasts: a workbook, tables for people and for programs, the chart."""

from collections.abc import Sequence

from pages.ui.access.results import Result
from pages.ui.result.downloads import frame_file, offer, scores_file
from pages.ui.result.spreadsheets import own_csv_file, whose, workbook_file
from rnnkit.pictures.figures import Figure, to_html
from rnnkit.words import t


def downloads(results: Sequence[Result], figure: Figure) -> None:
    """Buttons whose files are made when they are clicked."""
    chosen = whose(results)
    offer(
        results,
        workbook_file(chosen),
        own_csv_file(chosen),
        frame_file(t("All forecasts CSV"), "all_forecasts.csv", results, "future"),
        frame_file(t("Test forecasts CSV"), "test_forecasts.csv", results, "test"),
        scores_file(results),
        (t("Chart HTML"), "forecast.html", "text/html", lambda: to_html(figure)),
    )
