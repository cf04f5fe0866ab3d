"""The parts of the comparison with others: each measures, keeps what it found, and writes its lines."""
