"""How a trained composer writes tunes, from what beginning, and what is said of them."""
