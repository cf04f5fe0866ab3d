"""Figures, charts and drawings, in the colours of the theme. Neither torch nor Streamlit in here."""
