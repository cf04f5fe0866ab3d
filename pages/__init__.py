"""The pages of the playground, one thin script each; what they share lives in `pages.ui`."""
