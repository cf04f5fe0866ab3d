"""The frame around every page: menu, address, state, buttons, folds, charts and words."""
