"""Data to start with, and its sources: see `SOURCES.md` beside this file."""

from rnnkit.data.samples.catalogue import FOLDER, SAMPLES, sample_bytes, samples_of
from rnnkit.data.samples.sample import Sample

__all__ = ["FOLDER", "SAMPLES", "Sample", "sample_bytes", "samples_of"]
