"""What the app changes in the running server of Streamlit: each file one thing, each with its own test."""
