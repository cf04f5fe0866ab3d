"""The part Data of the page Forecast: a table chosen, understood, questioned and drawn."""
