"""Settings that were asked for and cannot be had: said with what is taken instead."""

from rnnkit.config.settings import title
from rnnkit.config.training import TrainingSettings
from rnnkit.words import t

WHY = {
    "batch_size": "{title}: {taken:,} instead of {asked:,}, since there is no more to learn from.",
    "segment": "{title}: {taken:,} instead of {asked:,}, since the lookback is no longer.",
}


def lowered(asked: TrainingSettings, resolved: TrainingSettings) -> list[str]:
    """One sentence for each setting that is smaller than a person asked for; none where all are as asked."""
    found = []
    for name, sentence in WHY.items():
        wanted, taken = getattr(asked, name, None), getattr(resolved, name, None)
        if wanted is not None and taken is not None and taken < wanted:
            found.append(t(sentence, title=title(type(asked), name), taken=taken, asked=wanted))
    return found
