"""What runs and models look like as bytes: formats that are read with suspicion. No torch in here."""
