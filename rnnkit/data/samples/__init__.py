"""Data to start with, and its sources: see `SOURCES.md` beside this file."""

from rnnkit.data.samples.catalogue import FOLDER, SAMPLES, Sample, sample_bytes

__all__ = ["FOLDER", "SAMPLES", "Sample", "sample_bytes"]
