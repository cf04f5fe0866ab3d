"""Tagged sentences in the forms that people have them in: what was understood, with its numbers."""

import json
from typing import Any

import pytest

from rnnkit.data.tagged.overrides import TaggedOverrides
from rnnkit.data.tagged.read import read_tagged

TREE = "\n".join(
    [
        "The\tDT\tthe",
        "cats\tNNS\tcat",
        "sat\tVBD\tsit",
        ".\tSENT\t.",
        "They\tPP\tthey",
        "ran\tVBD\trun",
        ".\tSENT\t.",
    ]
)
LABEL_STUDIO = [
    {
        "id": 7,
        "data": {"text": "Ada saw Rome"},
        "annotations": [
            {
                "result": [
                    {"value": {"start": 0, "end": 3, "text": "Ada", "labels": ["PER"]}, "type": "labels"},
                    {"value": {"start": 8, "end": 12, "text": "Rome", "labels": ["LOC"]}, "type": "labels"},
                ]
            }
        ],
    },
    {"id": 8, "data": {"text": "Nobody came"}, "annotations": [{"result": []}]},
]
# name -> (content, what has to be understood)
FORMS: dict[str, tuple[str | bytes, dict[str, Any]]] = {
    "two blanks and the other scheme": (
        "Ada  I-PER\nmet  O\nBob  I-PER\nEve  B-PER\n\nRome  I-LOC\n",
        {"scheme": "IOB1", "entities": 4, "sentences": 2, "text": [0], "label": 1},
    ),
    "three columns, phrases and names": (
        "-DOCSTART- O O\n\nAda I-NP I-PER\nsaw I-VP O\nRome I-NP I-LOC\n\n"
        "-DOCSTART- O O\n\nShe I-NP O\nran I-VP O\n",
        {"label": 2, "types": ["LOC", "PER"], "sentences": 2, "tokens": 5},
    ),
    "hashtags between blanks": (
        "# sent_id = 1\n#rome B-LOC\n! O\n\n# sent_id = 2\ngo O\n#ada B-PER\n",
        {"tokens": 4, "sentences": 2, "types": ["LOC", "PER"]},
    ),
    "a comment that looks like a token": (
        "# x\nThe DET\ncat NOUN\n\n# newpar\n# DET\nA DET\ndog NOUN\n",
        {"tokens": 5, "types": ["DET", "NOUN"]},
    ),
    "inner tags without family": (
        "1\tDie\tO\tO\n2\tUni\tB-ORG\tO\n3\tKiel\tI-ORG\tB-LOC\n\n1\tKiel\tB-LOC\tO\n2\truft\tO\tO\n",
        {"text": [1], "label": 2, "entities": 2, "types": ["LOC", "ORG"]},
    ),
    "columns that name themselves": (
        "# global.columns = ID FORM UPOS\n1\tIt\tPRON\n2\trains\tVERB\n\n1\tGo\tVERB\n",
        {"text": ["FORM"], "label": "UPOS", "tokens": 3, "scheme": "none"},
    ),
    "ranges without comments": (
        "1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\tde\tADP\t_\t_\t3\tcase\t_\t_\n2\tle\tle\tDET\t_\t_\t3\tdet\t_\t_\n"
        "3\tpain\tpain\tNOUN\t_\t_\t0\troot\t_\t_\n\n1\tVa\taller\tVERB\t_\t_\t0\troot\t_\t_\n",
        {"tokens": 4, "tags": ["ADP", "DET", "NOUN", "VERB"], "text": [1], "label": 3},
    ),
    "number of the sentence in every row": (
        "sentence_id,words,labels\n0,Ada,B-PER\n0,ran,O\n1,Rome,B-LOC\n1,fell,O\n1,None,B-PER\n",
        {"sentences": 2, "tokens": 5, "text": ["words"], "label": "labels", "entities": 3},
    ),
    "no header, semicolons": (
        "s1;Ada;B-PER\n;ran;O\n;NA;O\ns2;Rome;B-LOC\n;nan;O\n",
        {"sentences": 2, "tokens": 5, "text": [1], "label": 2, "header": False},
    ),
    "a lone quote between commas": (
        'token,tag\nAda,B-PER\n",O\nran,O\n',
        {"tokens": 3, "entities": 1, "header": True},
    ),
    "single characters, begin to end": (
        "奥 B-LOC\n卡 E-LOC\n， O\n他 S-PER\n\n去 O\n奥 B-LOC\n卡 M-LOC\n城 E-LOC\n",
        {"scheme": "BMES", "entities": 3, "characters": True},
    ),
    "words cut from characters": (
        "我 S\n喜 B\n欢 E\n大 B\n学 M\n生 E\n\n你 S\n好 S\n",
        {"scheme": "BMES", "entities": 5, "tags": ["B", "E", "M", "S"]},
    ),
    "places behind characters that are digits": (
        "奥0 B-LOC\n卡1 I-LOC\n20 O\n01 O\n20 O\n21 O\n去0 O\n了0 O\n吗0 O\n你0 O\n们1 O\n",
        {"tokens": 11, "scheme": "BIO", "entities": 1},
    ),
    "types of two words behind tabs": (
        "Ada\t-X-\tB-First name\nran\t-X-\tO\n\nMill\t-X-\tB-Street name\nLane\t-X-\tI-Street name\n",
        {"types": ["First name", "Street name"], "entities": 2, "label": 2},
    ),
    "blanks inside tokens, no tag outside": (
        "token\ttag\nNew York\tPROPN\nis\tAUX\n1 000\tNUM\n\nGo\tVERB\nAda Li\tPROPN\n",
        {"scheme": "none", "tokens": 5, "header": True, "types": ["AUX", "NUM", "PROPN", "VERB"]},
    ),
    "tag first": (
        "O\ta\nB-Rating\tgreat\nO\tfilm\n\nB-Title\tHeat\nO\t!\n",
        {"text": [1], "label": 0, "entities": 2},
    ),
    "lasts and units": (
        "Ada B-PER\nLi L-PER\nsaw O\nRome U-LOC\n\nA B-ORG\nB I-ORG\nC L-ORG\n",
        {"scheme": "BILOU", "entities": 3, "types": ["LOC", "ORG", "PER"]},
    ),
    "ends and singles": (
        "Ada B-PER\nLi E-PER\nsaw O\nRome S-LOC\n\nA B-ORG\nB I-ORG\nC E-ORG\n",
        {"scheme": "BIOES", "entities": 3},
    ),
    "letters behind": (
        "Ada PER-B\nLi PER-I\nsaw O\nRome LOC-B\n",
        {"scheme": "BIO", "entities": 2, "types": ["LOC", "PER"]},
    ),
    "lemmas last": (
        TREE,
        {"text": [0], "label": 1, "tags": ["DT", "NNS", "PP", "SENT", "VBD"], "sentences": 2},
    ),
    "words with their tags": (
        "The/DT cat/NN sat/VBD ./.\nThe/DT 1/2/CD dog/NN ran/VBD ./.\n",
        {"sentences": 2, "tokens": 9, "tags": [".", "CD", "DT", "NN", "VBD"]},
    ),
    "a sentence a row": (
        "sentence,tags\nAda saw Rome,B-PER O B-LOC\nshe ran,O O\nRome fell,B-LOC O\n",
        {"sentences": 3, "tokens": 7, "entities": 3, "text": ["sentence"], "label": "tags"},
    ),
    "lists as text": (
        "words;tags\n['Ada', 'ran'];['B-PER', 'O']\n['he', \"didn't\"];['O', 'O']\n",
        {"sentences": 2, "tokens": 4, "entities": 1},
    ),
    "numbers that begin anew and no empty lines": (
        "1 It PRON\n2 rains VERB\n1 We PRON\n2 stay VERB\n3 dry ADJ\n",
        {"sentences": 2, "text": [1], "label": 2},
    ),
    "spans that count halves of UTF-16": (
        "\n".join(json.dumps({"text": f"😀😀 Ada{n} saw", "label": [[5, 9, "PER"]]}) for n in range(9)),
        {"entities": 9, "sentences": 9},
    ),
    "spans named by keys": (
        json.dumps(
            {"text": "Ada saw Rome", "entities": [{"start_offset": 8, "end_offset": 12, "label": "LOC"}]}
        )
        + "\n",
        {"entities": 1, "label": "entities", "types": ["LOC"]},
    ),
    "spans of a tool with results": (
        json.dumps(LABEL_STUDIO),
        {"entities": 2, "sentences": 2, "kind": "spans"},
    ),
    "spans by surface, the end included": (
        json.dumps({"text": "在奥卡城的河", "label": {"LOC": {"奥卡城": [[1, 3]]}}}, ensure_ascii=False),
        {"entities": 1, "sentences": 1, "tokens": 6},
    ),
    "tokens and tags by key": (
        '{"id": "1", "ner_tags": ["B-PER", "O"], "tokens": ["Ada", "ran"]}\n'
        '{"tokens": ["Rome"], "ner_tags": ["B-LOC"]}\n',
        {"sentences": 2, "entities": 2, "label": "ner_tags", "scheme": "BIO"},
    ),
    "no sentence ends, one inside a name": (
        "token\ttag\nYahoo\tB-ORG\n!\tI-ORG\nInc\tI-ORG\ngrew\tO\n.\tO\nIt\tO\nsold\tO\n?\tO\nNo\tO\n.\tO\n",
        {"sentences": 3, "entities": 1},
    ),
    "Windows letters and line ends": (
        "Word,Tag\r\nRenée,B-per\r\nà,O\r\n\r\nZoë,B-per\r\n".encode("cp1252"),
        {"tokens": 3, "sentences": 2, "encoding": "cp1252"},
    ),
    "a mark before the names": (
        "\ufefftoken\ttag\nAda\tB-PER\nran\tO\n",
        {"text": ["token"], "encoding": "utf-8"},
    ),
    "small letters": ("Ada\tb-per\nran\to\n\nRome\tb-loc\n", {"scheme": "BIO", "entities": 2}),
    "the language before each token": (
        "".join(
            f"en:{word}\t{tag}\n" for word, tag in zip("abcdefghijk", ["B-X", *"OOOOOOOOOO"], strict=True)
        ),
        {"tokens": 11, "entities": 1},
    ),
    "words with several tags": (
        "Ada|NNP|I-PER ran|VBD|O .|.|O\nRome|NNP|I-LOC fell|VBD|O .|.|O\n",
        {"scheme": "IOB1", "sentences": 2, "types": ["LOC", "PER"]},
    ),
    "brackets": (
        "d 0 0 Ada NNP (PER*\nd 0 1 Li NNP *)\nd 0 2 ran VBD *\n\nd 0 0 Rome NNP (LOC*)\n",
        {"text": [3], "label": 5, "entities": 2, "sentences": 2},
    ),
    "lists by column": (
        json.dumps({"tokens": [["Ada", "ran"], ["Rome"]], "ner_tags": [["B-PER", "O"], ["B-LOC"]]}),
        {"sentences": 2, "entities": 2},
    ),
    "sentence as a list": ('{"sentence": ["Ada", "ran"], "labels": ["B-PER", "O"]}', {"entities": 1}),
    "gaps below the number of a sentence": (
        "Sentence #,Word,Tag\nSentence: 1,Ada,B-per\nNaN,ran,O\nNaN,far,O\n"
        "Sentence: 2,Rome,B-geo\nNaN,fell,O\n",
        {"sentences": 2, "entities": 2, "text": ["Word"]},
    ),
    "word classes before the words": (
        "1\tNNP\tAda\tB-PER\n2\tVBD\tran\tO\n\n1\tNNP\tRome\tB-LOC\n2\tVBD\tfell\tO\n",
        {"text": [2], "label": 3},
    ),
    "line separators as tokens": ("a\u2028b O\nAda B-PER\n\u00a0 O\n", {"tokens": 3, "sentences": 1}),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_understood(name: str) -> None:
    content, expected = FORMS[name]
    found = read_tagged(content.encode() if isinstance(content, str) else content).understood
    assert {key: found.get(key) for key in expected} == expected


def test_columns_are_chosen_by_name_or_place() -> None:
    rows = "word,pos,ner\nAda,NN,B-PER\nran,VB,O\n"
    assert read_tagged(rows.encode()).understood["label"] == "ner"
    assert read_tagged(rows.encode(), TaggedOverrides(tag="pos")).understood["tags"] == ["NN", "VB"]
    bare = read_tagged(b"Ada NN B-PER\nran VB O\n", TaggedOverrides(tag="1"))
    assert bare.tags == [["NN", "VB"]]
