"""The leaks of pairs: sources of the test part that are learned from, too, but for case, blanks and marks."""

from rnnkit.data.pairs import Pairs
from rnnkit.leaks.finding import Finding
from rnnkit.rounding import exact_percent
from rnnkit.tasks.translate.corpus import Corpus, read_corpus
from rnnkit.tasks.translate.settings import TranslateConfig
from rnnkit.words import plural, t

QUOTED = 40  # letters of a source that are shown


def leaks_of(pairs: Pairs, config: TranslateConfig) -> tuple[Finding, ...]:
    """The leaks of pairs as a run would part them. The same source itself never stands in two parts."""
    return leaks_in(read_corpus(pairs, config))


def leaks_in(corpus: Corpus) -> tuple[Finding, ...]:
    """The same of pairs that were parted."""
    if not corpus.near:
        return ()
    quoted = corpus.held[corpus.near[0]][0][:QUOTED]
    share = len(corpus.near) / len(corpus.held)
    sentence = plural(
        "{number} source of the test part ({share}) is in the training part but for case, blanks or marks, "
        "such as {quoted!r}.",
        "{number} sources of the test part ({share}) are in the training part but for case, blanks or marks, "
        "such as {quoted!r}.",
        len(corpus.near),
        share=exact_percent(share),
        quoted=quoted,
    )
    advice = t("Leave near repeats out of the score: what was learned by heart says nothing about skill.")
    return (Finding("duplicates", sentence, advice, rows=len(corpus.near), share=share, skip=True),)
