"""Times in the header, and labels that stand once above their rows: turned into rows."""
