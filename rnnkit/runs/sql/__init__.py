"""The database behind the store: its address, tables, rows, and what happens when it fails."""
