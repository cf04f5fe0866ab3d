"""The texts to start with, from five lines to a megabyte."""

from rnnkit.data.samples import texts
from rnnkit.data.samples.fetch import Remote
from rnnkit.data.samples.made_names import names
from rnnkit.data.samples.sample import SEEDED, Sample
from rnnkit.words import t

SHAKESPEARE = Remote(
    "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt",
    1_115_394,
    "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
)

SAMPLES = (
    Sample(
        "hamlet",
        t("Five lines of Hamlet"),
        t("200 characters, learned by heart in seconds: that is memory, not skill."),
        t("William Shakespeare, Hamlet, act 3; public domain."),
        task="text",
        settings={"budget": 15.0, "sample_prompt": texts.HAMLET[:20]},
        generate=texts.hamlet,
    ),
    Sample(
        "couplets",
        t("Chinese couplets"),
        t("床前明月光 calls, 疑是地上霜 answers: 28 couplets to be learned by heart."),
        t("The first by Li Bai, public domain; the others written for this project."),
        task="text",
        settings={"budget": 15.0, "document_per_line": True, "sample_prompt": "床前明月光"},
        generate=texts.couplets,
    ),
    Sample(
        "names",
        t("Invented names"),
        t("3,000 names that nobody has. Does it invent further ones that sound the same?"),
        SEEDED,
        task="text",
        settings={"budget": 30.0, "document_per_line": True},
        generate=names,
    ),
    Sample(
        "manual",
        t("Python's manual"),
        t("The language reference that help() shows: half a megabyte of English with examples of code."),
        t("Python Software Foundation; found in this installation of Python."),
        task="text",
        settings={"budget": 60.0},
        generate=texts.manual,
        found_here=True,
    ),
    Sample(
        "python",
        t("Python's library"),
        t("Modules of the standard library: brackets, indents and names that must fit together."),
        t("Python Software Foundation; found in this installation of Python."),
        task="text",
        settings={"budget": 60.0, "sample_prompt": "def "},
        generate=texts.python_source,
        found_here=True,
    ),
    Sample(
        "shakespeare",
        t("Tiny Shakespeare"),
        t("A megabyte of plays on which language models are compared; fetched when you choose it."),
        t("Compiled by Andrej Karpathy for char-rnn; public domain."),
        task="text",
        settings={"budget": 60.0},
        remote=SHAKESPEARE,
    ),
)
