"""Small tools that set up a machine and write what documents take from the code; the app needs none."""
