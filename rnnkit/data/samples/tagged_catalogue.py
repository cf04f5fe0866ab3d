"""The tagged sentences to start with: all made here, by grammars."""

from rnnkit.data.samples.made_sentences import names_in_sentences, next_letters, word_classes
from rnnkit.data.samples.sample import SEEDED, Sample
from rnnkit.words import t

SAMPLES = (
    Sample(
        "word_classes",
        t("Noun or verb?"),
        t("1,500 sentences: the watch, they watch. Which class a word has, only its neighbours tell."),
        SEEDED,
        task="label",
        settings={"budget": 20.0},
        generate=word_classes,
    ),
    Sample(
        "names_in_sentences",
        t("Names in sentences"),
        t("People, places and firms in BIO. Florence lives in Sydney, or Sydney in Florence?"),
        SEEDED,
        task="label",
        settings={"budget": 20.0},
        generate=names_in_sentences,
    ),
    Sample(
        "look_ahead",
        t("What comes next"),
        t("The tag of a letter is the letter after it: one direction guesses, both directions know."),
        SEEDED,
        task="label",
        settings={
            "budget": 15.0,
            "hidden_size": 16,
            "embedding_size": 8,
            "characters": "none",
            "dropout": 0.0,
        }
        | {"learning_rate": 0.01, "neighbours": False},
        generate=next_letters,
    ),
)
