"""A kept model as the bytes of one file."""

from rnnkit.bundle.archive import pack
from rnnkit.bundle.models import bundle_of, write_model
from rnnkit.bundle.readme import extras
from rnnkit.config.stored import stamped_json
from rnnkit.files import frames_json
from rnnkit.files.kept import PREDICTIONS, SETTINGS, SUMMARY, TABLES, WEIGHTS, Kept


def write_kept(kept: Kept) -> bytes:
    """The file of a model."""
    return pack(
        extras(kept)
        | {
            SETTINGS: stamped_json(kept.config.model_dump_json(indent=2), indent=2).encode(),
            SUMMARY: kept.about.model_dump_json(indent=2).encode(),
            **kept.parts,
            TABLES: frames_json.to_json(kept.frames, bundle_of(kept).frames),
            PREDICTIONS: kept.predictions,
            WEIGHTS: model_file(kept),
        }
    )


def model_file(kept: Kept) -> bytes:
    """The weights, in the one file that says itself what they are of."""
    return write_model(kept.weights, kept.config, **bundle_of(kept).describe(kept.parts))
