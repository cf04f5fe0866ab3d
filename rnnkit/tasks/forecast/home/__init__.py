"""What is taken home of a forecast, and what comes back: tables, a workbook, totals, newer rows."""
