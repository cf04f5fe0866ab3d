"""Pairs in every form that people bring them in: what is understood, what is left out, what is said."""

import gzip
import io
import json
import random
import time
import zipfile

import pytest

from rnnkit.data.limits import TextLimits
from rnnkit.data.pairs import PairOverrides, Pairs, drift, read_pairs
from rnnkit.data.pairs.header import is_header
from rnnkit.data.source.together import together
from rnnkit.errors import DataError, RnnkitError


def read(content: str | bytes, **fixed: object) -> Pairs:
    data = content.encode() if isinstance(content, str) else content
    return read_pairs(data, PairOverrides.model_validate(fixed) if fixed else None)


def both(pairs: Pairs) -> list[tuple[str, str]]:
    return list(zip(pairs.sources, pairs.targets, strict=True))


def keys(pairs: Pairs) -> set[str]:
    return {change.key for change in pairs.changes}


# Files of which each line is (content, pairs, columns, lines left out).
FORMS = {
    "tabs with a credit behind": ("Go.\tGeh.\tCC-BY 2.0 #1\nHi.\tHallo.\tCC-BY 2.0 #2\n", 2, [0, 1], 0),
    "credit in the middle": (
        "Go.\thttps://a.example/1\tGeh.\n"
        "Hi.\thttps://a.example/2\tHallo.\n",
        2, [0, 2], 0,
    ),
    "numbers of both sentences": ("12\tLet's go.\t90\tLos.\n15\tStop.\t91\tHalt.\n", 2, [1, 3], 0),
    "languages beside both": ("eng\tGo on.\tdeu\tWeiter.\neng\tNo way.\tdeu\tNein.\n", 2, [1, 3], 0),
    "bars": ("Go. ||| Geh.\nStop, now ||| Halt, jetzt\n", 2, [0, 1], 0),
    "comma, names, quotes": ('source,target\n"Hello, you","Hallo, du"\nYes,Ja\n', 2, ["source", "target"], 0),
    "semicolon": ("Hello, you;Hallo, du\nYes, sir;Ja, Herr\n", 2, [0, 1], 0),
    "names by language, id first": ("id,de,en\n1,Ja,Yes\n2,Nein,No\n", 2, ["de", "en"], 0),
    "target before source": ("target\tsource\nJa\tYes\nNein\tNo\n", 2, ["source", "target"], 0),
    "names with parts": (
        "row_id,sentence_en,sentence_fr\n"
        "7,Yes,Oui\n"
        "9,No,Non\n",
        2, ["sentence_en", "sentence_fr"], 0,
    ),
    "words above digits": (
        "human,machine\n"
        "1 May 2001,2001-05-01\n"
        "2 May 2001,2001-05-02\n"
        "3 May 2001,2001-05-03\n",
        3, ["human", "machine"], 0,
    ),
    "sums": ("1+2\t3\n4+5\t9\n", 2, [0, 1], 0),
    "line breaks in quotes": ('en,de\n"Yes\nsir","Ja\nHerr"\nNo,Nein\n', 2, ["en", "de"], 0),
    "an empty side": ("Yes\tJa\n\tNein\nNo\t \n", 1, [0, 1], 2),
    "a stray tab and none": ("Yes\tJa\nNo\tNein\nA\tb\tc\nnothing\nOne\tEins\n", 3, [0, 1], 2),
    "a credit in some rows": ("Go.\tGeh.\tCC-BY #1\nHi.\tHallo.\nNo.\tNein.\tCC-BY #2\n", 3, [0, 1], 0),
    "json by lines, keys changing": (
        '{"en": "Yes", "de": "Ja"}\n'
        '\n{"de": "Nein", "en": "No"}\n',
        2, ["en", "de"], 0,
    ),
    "json nested in a list": (
        '[{"translation": {"en": "Yes", "de": "Ja"}}, {"translation": {"en": "No", "de": null}}]',
        1, ["translation.en", "translation.de"], 1,
    ),
    "json lists": ('["Yes", "Ja"]\n["No", "Nein"]\n', 2, [0, 1], 0),
    "json from text to text": ('{"Yes": "Ja", "No": "Nein", "One": "Eins"}', 3, [0, 1], 0),
    "json with several translations": (
        '{"src": "Yes", "tgt": ["Ja", "Jawohl"]}\n'
        '{"src": "No", "tgt": ["Nein"]}\n',
        3, ["src", "tgt"], 0,
    ),
    "json with a broken line": (
        '{"en": "Yes", "de": "Ja"}\n'
        '{"en": "No", "de"\n'
        '{"en": "One", "de": "Eins"}\n'
        '{"en": "Two", "de": "Zwei"}\n',
        3, ["en", "de"], 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_read(name: str) -> None:
    content, count, columns, dropped = FORMS[name]
    pairs = read(content)
    found = (len(pairs), list(pairs.columns), pairs.understood["dropped"])
    assert found == (count, columns, dropped)
    assert pairs.understood["text"] == columns


def test_marks_and_line_ends_of_windows_are_no_text() -> None:
    pairs = read(b'\xef\xbb\xbfsource\ttarget\r\n"Yes\tOui\r\nNo\tNon\r\n')
    assert both(pairs) == [('"Yes', "Oui"), ("No", "Non")]
    assert pairs.understood["header"] is True


def test_quotes_in_a_table_of_tabs_are_letters_unless_they_are_doubled() -> None:
    assert both(read('"Stop!" she said.\tHalt.\n"Go"\t"Los"\n'))[1] == ('"Go"', '"Los"')
    assert both(read('"""Stop!"" she said."\tHalt.\nGo\tLos\n'))[0] == ('"Stop!" she said.', "Halt.")


def test_a_lone_quote_swallows_no_rows_of_a_csv() -> None:
    assert len(read('source,target\n"Yes,Oui\nNo,Non\nOne,Un\n')) == 3


def test_two_files_are_parted_by_line_feeds_alone() -> None:
    files = [
        ("a.en", "one\u2028more\nNo\x85t\n\nlast".encode()),
        ("a.de", b"eins\r\nnicht\r\n\r\nletzte\r\n"),
    ]
    pairs = read(together(files))
    assert both(pairs) == [("one more", "eins"), ("No t", "nicht"), ("last", "letzte")]
    assert pairs.columns == ("a.en", "a.de")
    assert pairs.understood["dropped"] == 1


def test_files_of_different_lengths_are_refused_with_both_numbers() -> None:
    files = [("a.en", b"one\ntwo\nthree\n"), ("a.de", b"eins\nzwei\n")]
    with pytest.raises(DataError, match=r"a\.en has 3 lines and a\.de 2, so they are no pair line by line"):
        read(together(files))


def drifting(count: int, at: int, back: int | None = None) -> bytes:
    """Two files of which the second has a line too many from `at` on, until one is missing at `back`."""
    left = [f"train {n} leaves for Place{n}" for n in range(count)]
    right = [f"Zug {n} fährt nach Place{n}" for n in range(count)]
    right.insert(at, "Bitte einsteigen")
    del right[count if back is None else back]
    return together([("a.en", "\n".join(left).encode()), ("a.de", "\n".join(right).encode())])


def test_sides_that_drift_by_a_line_are_found_and_left_out() -> None:
    pairs = read(drifting(30, 12))
    assert pairs.understood["suspect"]["drift"] == [13]  # type: ignore[index]
    assert len(pairs) == 12
    assert "From line 13 on the sides seem to be shifted by 1 line: 18 pairs left out." in {
        change.sentence for change in pairs.changes
    }
    assert len(read(drifting(30, 12), off=["drift"])) == 30


def test_only_the_lines_that_drift_are_left_out() -> None:
    assert 84 <= len(read(drifting(100, 40, back=55))) <= 86


def test_lines_behind_those_that_are_looked_at_stay_shifted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drift, "MOST_LINES", 60)
    assert len(read(drifting(100, 40))) == 40
    assert 84 <= len(read(drifting(100, 40, back=55))) <= 86


def test_a_file_that_drifts_from_its_beginning_is_refused() -> None:
    with pytest.raises(
        DataError, match="From line 2 on the sides are shifted by 1 line; mend one of the files"
    ):
        read(drifting(40, 1))


def test_sides_without_words_in_common_do_not_drift() -> None:
    luck = random.Random(0)
    words = "abcdefghijklmnopqrstuvwxyz"
    lines = [
        " ".join("".join(luck.choices(words, k=luck.randint(2, 8))) for _ in range(luck.randint(2, 9)))
        for _ in range(300)
    ]
    other = [
        "".join(chr(0x4E00 + ord(letter)) for letter in line if letter != " ")[: len(line) // 2]
        for line in lines
    ]
    pairs = read(together([("a", "\n".join(lines).encode()), ("b", "\n".join(other).encode())]))
    assert "drift" not in keys(pairs)


def zipped(**files: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/"), text)
    return sink.getvalue()


def test_an_archive_with_two_sides_is_a_pair_and_what_is_beside_is_passed_over() -> None:
    pairs = read(
        zipped(
            **{"Books.de-en.de": "Ja\nNein\n", "Books.de-en.en": "Yes\nNo\n", "README": "x", "a.xml": "<x/>"}
        )
    )
    assert both(pairs) == [("Ja", "Yes"), ("Nein", "No")]
    assert "files" in keys(pairs)


def test_of_an_archive_with_parts_the_one_to_train_on_is_read() -> None:
    files = {"test.de": "Zwei\n", "test.en": "Two\n", "train.de": "Ja\nNein\n", "train.en": "Yes\nNo\n"}
    assert len(read(zipped(**files))) == 2


def test_an_archive_with_one_table_and_packed_tables_are_read() -> None:
    assert len(read(zipped(**{"deu.txt": "Yes\tJa\nNo\tNein\n", "_about.txt": "about"}))) == 2
    assert len(read(gzip.compress(b"Yes\tJa\nNo\tNein\n"))) == 2


TMX = """<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="{source}"/><body>
<tu><tuv xml:lang="EN-us"><seg>Open <bpt i="1">&lt;b&gt;</bpt>it<ept i="1">&lt;/b&gt;</ept>.</seg></tuv>
<tuv xml:lang="de_DE"><seg>Öffne
  es.</seg></tuv></tu>
<tu><tuv lang="de"><seg>Nein<ph>{{1}}</ph></seg></tuv><tuv lang="en"><seg><hi>No</hi></seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>alone</seg></tuv></tu>
</body></tmx>"""


def test_a_memory_is_read_by_language_without_its_code() -> None:
    pairs = read(TMX.format(source="*all*"))
    assert both(pairs) == [("Open it.", "Öffne es."), ("No", "Nein")]
    assert pairs.columns == ("en", "de")
    assert pairs.understood["dropped"] == 1


def test_the_source_of_a_memory_is_the_source() -> None:
    assert read(TMX.format(source="de-DE")).columns == ("de", "en")


def test_entities_of_a_memory_are_refused_before_they_grow() -> None:
    entities = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    bomb = f'<?xml version="1.0"?>\n{entities}\n<tmx><body>&b;</body></tmx>'
    with pytest.raises(DataError, match="Line 2 declares an XML entity; save the file without it"):
        read(bomb)


def test_a_memory_that_was_cut_off_names_the_line() -> None:
    with pytest.raises(DataError, match="Line 5: this is no complete XML; export the memory again"):
        read("\n".join(TMX.format(source="en").split("\n")[:5]))


def test_turned_pairs_are_turned_and_said_by_script() -> None:
    lines = ["Yes\tДа", "No\tНет", "Вода\tWater", "One\tОдин"]
    assert both(read("\n".join(lines)))[2] == ("Water", "Вода")
    pairs = read("\n".join(lines), off=["swapped"])
    assert both(pairs)[2] == ("Вода", "Water")
    assert pairs.understood["suspect"] == {"swapped": [3]}


def test_turned_pairs_of_one_script_are_told_by_their_words() -> None:
    english = [
        f"the {thing} is here and the {other} is there"
        for thing in ("cat", "dog", "cow")
        for other in ("man", "hen")
    ]
    german = [
        f"die {thing} ist hier und der {other} ist dort"
        for thing in ("Katze", "Ente", "Kuh")
        for other in ("Mann", "Hahn")
    ]
    lines = [f"{a}\t{b}" for a, b in zip(english, german, strict=True)] * 2
    lines[4] = "\t".join(reversed(lines[4].split("\t")))
    assert read("\n".join(lines)).understood["suspect"]["swapped"] == [5]  # type: ignore[index]


def test_what_looks_wrong_is_told_with_its_line() -> None:
    lines = [
        "Go on\tWeiter",
        "Same\tSame",
        "No.\tNein, " + "und auch das nicht, " * 9,
        "Go on\tWeiter",
        "Yes\tJa",
    ]
    suspect = read("\n".join(lines)).understood["suspect"]
    assert suspect == {"same": [2], "length": [3], "repeated": [4]}


def test_signs_that_tools_left_are_written_as_people_type_them() -> None:
    content = "it &apos;s &quot;here&quot; &amp; there\tda\nFish & chips\tFisch\n"
    assert read(content).sources == ('it \'s "here" & there', "Fish & chips")
    assert read(content, off=["entities"]).sources[0].startswith("it &apos;s")


def test_columns_header_and_direction_can_be_said() -> None:
    content = "en,de,fr\nYes,Ja,Oui\nNo,Nein,Non\n"
    assert both(read(content, source="fr", target="en"))[0] == ("Oui", "Yes")
    assert both(read(content, source="2", target="0"))[0] == ("Oui", "Yes")
    assert both(read(content, swap=True))[0] == ("Ja", "Yes")
    assert len(read(content, header=False)) == 3
    with pytest.raises(DataError, match=r"There is no column 'es'; found en, de, fr\."):
        read(content, source="es")
    with pytest.raises(DataError, match="Source and target are the same column"):
        read(content, source="en", target="en")


def test_the_encoding_is_found_or_said() -> None:
    content = "ja\toui, bien sûr\nKäse\tfromage\nschön\tbeau\n"
    assert read(content.encode("cp1252")).targets[0] == "oui, bien sûr"
    assert read(content.encode("utf-16")).sources[1] == "Käse"


REFUSED = {
    "nothing": (b"  \n", "The file is empty."),
    "one column": (
        b"hello\nworld\n",
        "Line 1 does not hold two texts with a tab, comma or semicolon between them",
    ),
    "one side alone": (b"Yes\t\nNo\t\n", "Nothing left of the pairs: line 1 lacks a side"),
    "a web page": (b"<!DOCTYPE html><html></html>", "Line 1 begins a web page"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "PNG image"),
    "json without texts": (
        b'{"a": [1, 2]}\n{"a": 3}\n',
        "Line 1 does not hold two texts, such as under source",
    ),
    "json broken everywhere": (b'{"a": 1}\n' + b'{"a"\n' * 9, "Line 2 is no JSON object"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_pairs_is_refused_in_one_line(name: str) -> None:
    content, sentence = REFUSED[name]
    with pytest.raises(DataError) as error:
        read(content)
    assert sentence in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def damaged(seed: int) -> bytes:
    """One of the forms with bytes removed, doubled or changed."""
    luck = random.Random(seed)
    forms = [content.encode() for content, *_ in FORMS.values()]
    forms += [TMX.format(source="en").encode(), drifting(8, 3), zipped(**{"a.en": "x\ny", "a.de": "u\nv"})]
    content = bytearray(forms[seed % len(forms)])
    for _ in range(luck.randint(1, 6)):
        place = luck.randrange(len(content))
        change = luck.randrange(4)
        if change == 0:
            del content[place : place + luck.randint(1, 9)]
        elif change == 1:
            content[place:place] = bytes(luck.choices(b'\t"\n,;\\{}[]<>&\x00\xff\r', k=luck.randint(1, 4)))
        elif change == 2:
            content[place] = luck.randrange(256)
        else:
            content = content[: place + 1]
        if not content:
            return b" "
    return bytes(content)


def test_damaged_files_are_read_or_refused_in_one_line() -> None:
    refusals = {}
    for seed in range(300):
        try:
            pairs = read_pairs(damaged(seed))
        except RnnkitError as error:
            refusals[seed] = str(error)
        else:
            assert len(pairs.sources) == len(pairs.targets) == len(pairs.lines) > 0, seed
            assert all(text == text.strip() and "\n" not in text for text in pairs.sources + pairs.targets)
    assert all(10 < len(said) < 300 and len(said.splitlines()) == 1 for said in refusals.values())


def test_overrides_go_there_and_back() -> None:
    fixed = PairOverrides(source="en", swap=True, off=frozenset({"same", "drift"}))
    assert PairOverrides.from_json(fixed.to_json()) == fixed
    assert json.loads(fixed.to_json())["off"] == ["drift", "same"]


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(DataError, match=r"Larger than 0\.001 MB"):
        read_pairs(b"a\tb\n" * 1000, limits=TextLimits(megabytes=0.001))


@pytest.mark.parametrize("line", ['"a\tb', "a,b,,,", '{"a":"b","c":"d"}', "a|||b"])
def test_reading_is_linear(line: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        read((line + "\n") * times)
        return time.process_time() - start

    small = min(seconds(1000) for _ in range(3))
    assert min(seconds(8000) for _ in range(3)) < 8 * 4 * small + 0.2


def test_a_first_line_of_short_words_is_no_header() -> None:
    assert not is_header([("cat", "Katze"), ("dog", "Hund"), ("cow", "Kuh")])
    assert not is_header([("source", "target")])
