"""What the pages share on screen. Needs Streamlit; everything that does not lives in `rnnkit`."""
