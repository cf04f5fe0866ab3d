"""Small tools that set up a machine for this project; the app itself needs none of them."""
