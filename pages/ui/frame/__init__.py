"""What every page is drawn with: address, state, buttons, folds, charts and words."""
