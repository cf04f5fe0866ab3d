"""What a forecaster reads: series in training units, their parts, windows, and what is known ahead."""
