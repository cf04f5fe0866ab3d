"""Writing on the screen as it happens, in this very process: NumPy, no worker, no torch."""

import time
from collections.abc import Sequence

import numpy as np
import streamlit as st

from pages.ui.access.results import Result
from pages.ui.frame import state
from pages.ui.frame.streamlit_names import DeltaGenerator
from pages.ui.result.model_files import is_imported
from pages.ui.text import access
from pages.ui.text.written import Ids, KeptText, SymbolColumn, Written
from rnnkit.config.stored import parse_stored
from rnnkit.data import read_prompt
from rnnkit.tasks.text.copied import LEAST, find_copied
from rnnkit.tasks.text.generation import Generator
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.tasks.text.settings import TextConfig
from rnnkit.words import t

_WRITTEN = "_written"
EVERY = 0.1  # seconds between two looks of the text while it grows
LONGEST = 20.0  # seconds of writing: it happens in the process that serves everybody


def remembered(result: Result) -> Written | None:
    """What this run wrote last in this tab."""
    held = state.get(_WRITTEN)
    return Written.from_state(held) if held and held["run_id"] == result.run.id else None


def boxes_for(temperatures: Sequence[float]) -> list[DeltaGenerator]:
    """A place for the text of each temperature, side by side."""
    boxes = []
    for place, temperature in zip(st.columns(len(temperatures)), temperatures, strict=True):
        with place:
            if len(temperatures) > 1:
                st.caption(t("Temperature {value:g}", value=temperature))
            boxes.append(st.empty())
    return boxes


def write(
    result: Result, form: GenerateConfig, kept: KeptText | None, boxes: Sequence[DeltaGenerator]
) -> Written:
    """Write a text for each temperature into its box, growing, and remember the whole.

    Where something is kept of an earlier text, the only one goes on after it. All end after
    `LONGEST` seconds, however much was asked for.
    """
    config = kept.settings(form) if kept else form
    generator = access.generator(result.run)
    beginning = generator.beginning(config.prompt).tolist()
    prompt = read_prompt(config.prompt, generator.vocabulary).text
    kept = kept or KeptText()
    texts = [([*kept.ids], [*kept.chances]) for _ in config.temperatures]
    shown, started = 0.0, time.monotonic()
    for symbols in generator.streams(config, np.array([*beginning, *kept.ids], dtype=np.int32)):
        for (ids, chances), symbol in zip(texts, symbols, strict=True):
            ids.append(symbol.id)
            chances.append(symbol.probability)
        if time.monotonic() - started >= LONGEST:
            break
        if time.monotonic() - shown >= EVERY:
            shown = time.monotonic()
            for box, (ids, _) in zip(boxes, texts, strict=True):
                box.code(prompt + generator.vocabulary.decode(ids), language=None, wrap_lines=True)
    training = _training(result, generator)
    columns = [
        _column(temperature, ids, chances, None if training is None else _copied(generator, ids, training))
        for temperature, (ids, chances) in zip(config.temperatures, texts, strict=True)
    ]
    number = state.get(_WRITTEN, {}).get("number", 0) + 1
    asked = len(kept.ids) + config.length
    took = time.monotonic() - started
    written = Written(result.run.id, number, beginning, prompt, columns, asked, form.model_dump_json(), took)
    state.put({_WRITTEN: written.to_state()})
    return written


def _column(
    temperature: float, ids: list[int], chances: list[float], copied: list[list[int]] | None
) -> SymbolColumn:
    if copied is None:
        return SymbolColumn(temperature, ids, chances, copied_share=None)
    share = sum(end - start for start, end in copied) / max(1, len(ids))
    return SymbolColumn(temperature, ids, chances, copied, share)


def _copied(generator: Generator, ids: list[int], training: Ids) -> list[list[int]]:
    """The copied stretches, without those that are little more than an indent."""
    found = find_copied(np.array(ids, dtype=np.int32), training)
    return [
        [start, end]
        for start, end in found.spans
        if len("".join(generator.vocabulary.decode(ids[start:end]).split())) >= LEAST // 2
    ]


def _training(result: Result, generator: Generator) -> Ids | None:
    """What the model has learned from, in its own numbers; `None` where it came without its text."""
    if is_imported(result):
        return None
    corpus = access.corpus(result.run.dataset_id, parse_stored(TextConfig, result.run.config))
    if corpus.vocabulary.symbols == generator.vocabulary.symbols:
        return corpus.training
    return generator.vocabulary.encode(corpus.parts.training)
