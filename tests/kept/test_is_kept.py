"""Which archives are models: workbooks and packed tables are archives, too, and stay data."""

import io
import zipfile

import openpyxl

from rnnkit.bundle.archive import pack
from rnnkit.files.kept import SETTINGS, SUMMARY, WEIGHTS, is_kept


def workbook() -> bytes:
    book, held = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["model.safetensors", "settings.json", "summary.json"])
    book.save(held)
    return held.getvalue()


def zipped(name: str, content: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:  # not compressed, as a model is not
        archive.writestr(name, content)
    return held.getvalue()


def test_a_model_is_one_and_a_table_is_none() -> None:
    files = {SETTINGS: b"{}", SUMMARY: b"{}", WEIGHTS: bytes(100_000)}
    assert is_kept(pack(files))
    assert not is_kept(pack({SETTINGS: b"{}", WEIGHTS: bytes(9)}))
    assert not is_kept(workbook())
    listed = "\n".join(f"{name},1" for name in files)
    assert not is_kept(zipped("files.csv", listed + "\n" * 10_000))
    assert not is_kept(b"day,sales\n2024-01-01,1\n")
    assert not is_kept(b"")
