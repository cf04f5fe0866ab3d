"""What a forecast is worth: its scores row by row, the facts of its verdict, and how both are told."""
