"""A kept labeller on new data: a plain text comes back labelled; a tagged file is labelled and scored."""

from collections.abc import Iterator, Sequence

import torch

from rnnkit.data.source.decode import decode
from rnnkit.data.source.kind import refuse_binary, refuse_other_kinds
from rnnkit.data.table.notes import Notes
from rnnkit.data.tagged.read import read_tagged
from rnnkit.data.tagged.tagged import Tagged
from rnnkit.data.tagged.tokens import cut_sentences
from rnnkit.errors import DataError, RnnkitError
from rnnkit.files.kept import Kept
from rnnkit.tasks.label.features import LOOKED_AT, character_ids, feature_ids
from rnnkit.tasks.label.kept.bundle import kept_labels
from rnnkit.tasks.label.kept.kept_network import tagger
from rnnkit.tasks.label.labelled_table import labelled_frame
from rnnkit.tasks.label.labels import Labels
from rnnkit.tasks.label.networks.encoded import Encoded
from rnnkit.tasks.label.networks.objective import answer
from rnnkit.tasks.label.reader import MOST_SENTENCE
from rnnkit.tasks.label.scores import count, total
from rnnkit.tasks.label.settings import ResolvedLabel
from rnnkit.training.fitting import Clock
from rnnkit.training.outcome import Outcome
from rnnkit.words import t

KNOWN = 0.5  # share of the tokens whose tags the model knows, from which a file is one of its kind
MOST_TOKENS = 500_000


def use(kept: Kept, content: bytes, clock: Clock, *_: object) -> Outcome:
    """Label a text or a tagged file. Raises `DataError` with one sentence where there is nothing to label."""
    config, labels = kept.config, kept_labels(kept)
    assert isinstance(config, ResolvedLabel)
    tagged = tagged_of(content, labels)
    notes: list[str] = []
    sentences = list(tagged.tokens) if tagged else text_of(content, labels, notes)
    if not sentences:
        raise DataError(t("There is no text to label; the file is empty."))
    if sum(map(len, sentences)) > MOST_TOKENS:
        raise DataError(t("More than {most:,} tokens; cut the file into smaller ones.", most=MOST_TOKENS))
    clock.tell("evaluating")
    answers = answer(tagger(kept), encoded(sentences, labels, config), torch.device("cpu"))
    given = [[labels.tags[tag] for tag in found.tags] for found in answers]
    summary = {
        "config": config.model_dump(mode="json"),
        "device": "cpu",
        "metrics": scored(tagged, given, labels) if tagged else {},
        "notes": notes,
        "sentences": len(sentences),
        "tokens": sum(map(len, sentences)),
        "seconds": clock.seconds,
    }
    return Outcome(
        summary, {"labelled": labelled_frame(sentences, given, [found.sure for found in answers], labels)}
    )


def tagged_of(content: bytes, labels: Labels) -> Tagged | None:
    """The sentences of a file with tags that the model knows; `None` where it is a text or has other tags."""
    try:
        found = read_tagged(content)
    except RnnkitError:
        return None
    tags = [tag for row in found.tags for tag in row]
    return found if sum(tag in labels.places for tag in tags) > KNOWN * len(tags) else None


def text_of(content: bytes, labels: Labels, notes: list[str]) -> list[list[str]]:
    """The sentences of a plain text, or of lines that hold a token each."""
    if not content.strip():
        return []
    refuse_other_kinds(content, t("text"))
    text, _ = decode(content, None, Notes(), refuse_binary)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if len(lines) > 2 and all(len(line.split()) <= 1 for line in lines) and not labels.cutting.characters:
        notes.append(t("Read as one token per line; an empty line ends a sentence."))
        return [piece for block in _blocks(lines) for piece in _short(block)]
    return [piece for tokens in cut_sentences(text, labels.how()) for piece in _short(tokens)]


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Tokens between empty lines."""
    block: list[str] = []
    for line in [*lines, ""]:
        if word := line.strip():
            block.append(word)
        elif block:
            yield block
            block = []


def _short(tokens: list[str]) -> Iterator[list[str]]:
    """A sentence in pieces that are read at once."""
    yield from (tokens[start : start + MOST_SENTENCE] for start in range(0, len(tokens), MOST_SENTENCE))


def encoded(sentences: Sequence[Sequence[str]], labels: Labels, config: ResolvedLabel) -> Encoded:
    """Sentences as the network reads them; what their tags are is not asked."""
    cut = [[token[:LOOKED_AT] for token in tokens] for tokens in sentences]
    features = [feature_ids(tokens, labels.known, config.neighbours) for tokens in cut]
    return Encoded(features, [character_ids(tokens) for tokens in cut], [ids[:, 0] for ids in features])


def scored(tagged: Tagged, given: Sequence[Sequence[str]], labels: Labels) -> dict[str, dict[str, float]]:
    """The network beside the tag that was most frequent in training, on the tags of the file."""
    methods = {"model": given, "majority": [[labels.tags[0]] * len(tags) for tags in given]}
    return {
        name: total([count(a, b, labels.spans) for a, b in zip(tags, tagged.tags, strict=True)]).metrics(
            labels.spans
        )
        for name, tags in methods.items()
    }
