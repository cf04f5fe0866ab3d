"""What goes on inside a recurrent network: gradients through time, gates, and formulas read from the code."""
