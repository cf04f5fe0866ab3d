"""The report of a run: one page that opens anywhere, without a network and without a program."""

from rnnkit.report.page import report_html

__all__ = ["report_html"]
