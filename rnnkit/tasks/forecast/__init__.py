"""Forecasting a time series from its past."""
