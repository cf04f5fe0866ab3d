"""Made-up files in the forms in which people keep texts with labels, and what a careful reader gets."""

import io
import json
import zipfile
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Form:
    """A file by name, what is understood of it, and some of its rows: place to (text, classes)."""

    name: str
    content: bytes
    understood: dict[str, Any]
    rows: dict[int, tuple[str, tuple[str, ...]]] = field(default_factory=dict)


def lines(*rows: str, end: str = "\n", encoding: str = "utf-8") -> bytes:
    """Rows as the bytes of a file."""
    return "".join(row + end for row in rows).encode(encoding)


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive of files, with fixed dates."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def jsonl(*records: Any) -> bytes:
    """JSON lines."""
    return lines(*(json.dumps(record) for record in records))


LONE_QUOTES = (
    Form(
        "label first, tab, two lone quotes",
        lines(
            'calm\t"where is the key',
            "loud\tSTOP THAT",
            "calm\tas you like",
            'calm\the said "go',
            "loud\tOUT NOW",
        ),
        {"rows": 5, "header": False, "text": [1], "label": 0, "classes": ["calm", "loud"], "dropped": 0},
        {0: ('"where is the key', ("calm",)), 2: ("as you like", ("calm",))},
    ),
    Form(
        "text first, tab, a quote at the beginning and at the end of other lines",
        lines('"open the gate\t1', "close it\t0", 'so she said "no"\t1', "never\t0", 'late again"\t0'),
        {"rows": 5, "text": [0], "label": 1, "classes": ["0", "1"], "header": False},
        {0: ('"open the gate', ("1",)), 4: ('late again"', ("0",))},
    ),
    Form(
        "quotes around whole cells with tabs and doubled quotes are quotes",
        lines(
            "kind\tnote", 'a\t"one ""two""\tthree"', "b\tplain words here", 'a\t"in quotes"', "b\tmore words"
        ),
        {"rows": 4, "text": ["note"], "label": "kind", "header": True},
        {0: ('one "two"\tthree', ("a",)), 2: ("in quotes", ("a",))},
    ),
)
JUNK_COLUMNS = (
    Form(
        "names that say nothing and nameless, nearly empty columns",
        lines(
            "c1,c2,,",
            "yes,The café opens at nine,,",
            "no,Win £90 at once,,",
            'yes,"Bread, milk, salt", and butter,',
            "no,Free ring tones,,",
            "yes,See you later at the mill,,",
            "no,Prize waits for you,,",
            encoding="cp1252",
        ),
        {"rows": 6, "text": ["c2"], "label": "c1", "classes": ["no", "yes"], "header": True},
        {2: ("Bread, milk, salt, and butter", ("yes",))},
    ),
    Form(
        "the running number that pandas writes, and a column that is always the same",
        lines(
            ",source,tweet,mood",
            "0,web,the bus was late again,sad",
            "1,web,what a lovely day,glad",
            "2,web,rain on my new hat,sad",
            "3,web,cake for everyone here,glad",
        ),
        {"rows": 4, "text": ["tweet"], "label": "mood", "classes": ["glad", "sad"]},
    ),
    Form(
        "semicolons, dates, links and an answer that only one row has",
        lines(
            "id;created_at;url;body;remark;category",
            "17;2021-03-04 10:12;http://x.example/1;The pump hums all night;;noise",
            "18;2021-03-05 11:10;http://x.example/2;Water drips from the lid;;leak",
            "19;2021-03-05 12:45;http://x.example/3;It rattles, then stops;ask Tim;noise",
            "20;2021-03-06 09:30;http://x.example/4;A puddle below the tank;;leak",
        ),
        {"rows": 4, "text": ["body"], "label": "category", "classes": ["leak", "noise"], "separator": ";"},
    ),
)
NO_HEADER = (
    Form(
        "number of the class, title and body in quotes",
        lines(
            '"2","Rowers win","The rowers won by a length on Sunday."',
            '"1","Mayor resigns","The mayor resigned, her office said."',
            '"2","Late goal","A goal in the last minute, 2 to 1."',
            '"3","Fund grows","The fund grew by 4 percent."',
            '"1","Border opens","The border opened at dawn."',
            '"3","Shop closes","The ""Blue"" shop closes in May."',
        ),
        {"rows": 6, "header": False, "text": [1, 2], "label": 0, "classes": ["1", "2", "3"]},
        {5: ('Shop closes\nThe "Blue" shop closes in May.', ("3",))},
    ),
    Form(
        "text first, class last, commas in quotes",
        lines(
            '"Soft, warm and cheap",good',
            "Broke on the first day,bad",
            "I would buy it again,good",
            '"Too small, too late",bad',
        ),
        {"rows": 4, "header": False, "text": [0], "label": 1, "classes": ["bad", "good"]},
    ),
    Form(
        "two questions and whether they ask the same",
        lines(
            "How deep is the lake?\tWhat is the depth of the lake?\t1",
            "Who built the mill?\tWhen was the mill built?\t0",
            "Is tea hot?\tIs a cup of tea hot?\t1",
            "Where do owls sleep?\tWhy do owls hunt at night?\t0",
        ),
        {"rows": 4, "header": False, "text": [0, 1], "label": 2, "classes": ["0", "1"]},
    ),
)
SHORT_TEXTS = (
    Form(
        "phrases of one word, among them nan and null",
        lines(
            "phrase\tlabel", "so dull \t0", "null \t0", "a joy \t1", "nan \t0", 'and " then \t1', "bright \t1"
        ),
        {"rows": 6, "text": ["phrase"], "label": "label", "classes": ["0", "1"], "dropped": 0},
        {1: ("null", ("0",)), 3: ("nan", ("0",))},
    ),
    Form(
        "names and their countries",
        lines(
            "name,country",
            "Tolva,Karst",
            "Brask,Orlen",
            "Mirel,Karst",
            "Dunmor,Orlen",
            "Selka,Karst",
            "Hadrik,Orlen",
        ),
        {"rows": 6, "text": ["name"], "label": "country", "classes": ["Karst", "Orlen"], "header": True},
    ),
    Form(
        "Chinese without blanks",
        lines("评论,类别", "很好吃的面,好", "太贵了不会再来,差", "房间干净明亮,好", "等了一个小时,差"),
        {"rows": 4, "text": ["评论"], "label": "类别", "classes": ["好", "差"], "header": True},
    ),
)
COARSE_FINE = (
    Form(
        "coarse:fine and a blank",
        lines(
            "PLACE:town Where is the mill ?",
            "COUNT:date When did the bell ring ?",
            "PLACE:river What flows by the naïve town ?",
            "WHO:one Who rang the bell ?",
            "COUNT:number How many 3:2 wins were there ?",
            "WHO:group Which choir sang ?",
            encoding="latin-1",
        ),
        {
            "rows": 6,
            "text": ["after the first space"],
            "label": "before the first space",
            "classes": ["COUNT", "PLACE", "WHO"],
            "header": False,
        },
    ),
    Form(
        "number, a blank, text",
        lines(
            "3 a fair play",
            "0 no plot at all",
            "4 the best of them",
            "0 dull, dull, dull",
            "3 good fun",
            "4 oh yes",
        ),
        {
            "rows": 6,
            "text": ["after the first space"],
            "label": "before the first space",
            "classes": ["0", "3", "4"],
        },
        {3: ("dull, dull, dull", ("0",))},
    ),
    Form(
        "coarse/fine in a column",
        lines(
            "text,topic",
            "the goal fell late,sport/football",
            "the oar broke,sport/rowing",
            "rates rose again,money/banks",
            "the fund fell,money/funds",
        ),
        {"rows": 4, "text": ["text"], "label": "topic", "classes": ["money", "sport"]},
    ),
)
PREFIXED = (
    Form(
        "one or more labels before the text",
        lines(
            "__label__soup __label__salt how much salt in a broth ?",
            "__label__rice rice sticks to the pan",
            "nothing said of this one",
            "__label__deep-fry oil for chips",
            "__label__soup thin or thick",
        ),
        {
            "rows": 4,
            "dropped": 1,
            "multilabel": True,
            "text": ["after the labels"],
            "label": "words with the prefix __label__",
            "classes": ["deep-fry", "rice", "salt", "soup"],
        },
        {0: ("how much salt in a broth ?", ("salt", "soup"))},
    ),
    Form(
        "one label each, capital letters",
        lines("__label__Pos so good", "__label__Neg so bad", "__label__Pos a joy", "__label__Neg never"),
        {"rows": 4, "multilabel": False, "classes": ["Neg", "Pos"], "dropped": 0},
    ),
    Form(
        "another prefix, behind the text",
        lines("warm and soft __class__3", "it broke, alas __class__1", "fine __class__3", "bad __class__1"),
        {"rows": 4, "label": "words with the prefix __class__", "classes": ["1", "3"]},
        {1: ("it broke, alas", ("1",))},
    ),
)
RECORDS = (
    Form(
        "objects, null, an empty text, blank lines",
        jsonl(
            {"id": 1, "text": "The lid is loose", "label": "part"},
            {"label": "bill", "text": "Charged\ntwice", "id": 2},
            {"id": 3, "text": "Dark", "label": None},
            {"id": 4, "text": "", "label": "bill"},
            {"id": 5, "text": "Caf\u00e9 bill is wrong", "label": "bill", "meta": {"lang": "en"}},
            {"id": 6, "text": "A screw fell out", "label": "part"},
        )
        + b"\n\n",
        {"rows": 4, "dropped": 2, "text": ["text"], "label": "label", "classes": ["bill", "part"]},
        {1: ("Charged\ntwice", ("bill",)), 2: ("Caf\u00e9 bill is wrong", ("bill",))},
    ),
    Form(
        "a list of objects, nested, with several labels",
        json.dumps(
            {
                "data": [
                    {"review": {"body": "Hot and spicy soup"}, "tags": ["hot", "soup"]},
                    {"review": {"body": "Cold tea"}, "tags": []},
                    {"review": {"body": "Iced soup with salt"}, "tags": ["soup"]},
                    {"review": {"body": "A hot pie"}, "tags": ["hot"]},
                ]
            }
        ).encode(),
        {
            "rows": 3,
            "dropped": 1,
            "text": ["review.body"],
            "label": "tags",
            "multilabel": True,
            "classes": ["hot", "soup"],
        },
    ),
    Form(
        "lists of pairs, by part",
        json.dumps(
            {
                "train": [
                    ["what is my balance", "money"],
                    ["book a table", "food"],
                    ["pay the bill", "money"],
                ],
                "test": [["any rice left", "food"]],
            }
        ).encode(),
        {"rows": 3, "test_rows": 1, "classes": ["food", "money"]},
    ),
)
STARS = (
    Form(
        "ratings that a gap turned into fractions",
        lines(
            "nr,rating,headline,review",
            "a1,5.0,Great,Warm and dry",
            "a2,2.0,Thin,Like paper",
            "a3,,,Forgot to rate",
            "a4,3.0,Fair,Does its work",
            "a5,5.0,Best,I have three now",
            "a6,1.0,Never,It fell apart",
            "a7,4.0,Good,Good blue",
        ),
        {"rows": 6, "dropped": 1, "label": "rating", "classes": ["1", "2", "3", "4", "5"], "ordered": True},
    ),
    Form(
        "ratings of ten steps beside a price",
        lines(
            "price,score,comment",
            "9.99,10,a fine lamp",
            "19.50,7,bright but hot",
            "5.25,1,broke at once",
            "12.00,10,lovely light",
            "7.75,7,does the job",
            "3.10,1,do not buy it",
        ),
        {"rows": 6, "text": ["comment"], "label": "score", "classes": ["1", "10", "7"], "ordered": True},
    ),
    Form(
        "words for ratings beside their numbers",
        lines(
            "text,label,label_text",
            "so good,1,positive",
            "so bad,0,negative",
            "a joy to read,1,positive",
            "no fun at all,0,negative",
        ),
        {"rows": 4, "text": ["text"], "label_any": ["label", "label_text"]},
    ),
)
MULTILINE = (
    Form(
        "line breaks and an empty line in quotes",
        lines(
            "text,mood",
            '"One.',
            'Two, three.",up',
            '"He said ""no"".',
            "",
            'I left.",down',
            "plain,up",
            '"a',
            'b",down',
            end="\r\n",
        ),
        {"rows": 4, "dropped": 0, "text": ["text"], "label": "mood", "classes": ["down", "up"]},
        {1: ('He said "no".\n\nI left.', ("down",))},
    ),
    Form(
        "label first, tags for line breaks",
        lines(
            "label,text",
            'neg,"Dull.<br /><br />Dull &amp; long."',
            'pos,"Bright',
            'and short"',
            "neg,gray days",
            "pos,oh yes",
        ),
        {"rows": 4, "classes": ["neg", "pos"]},
        {0: ("Dull.\n\nDull & long.", ("neg",)), 1: ("Bright\nand short", ("pos",))},
    ),
    Form(
        "tabs and quoted line breaks",
        lines(
            '"text"\t"label"',
            '"first\nand second"\t"a"',
            '"third\tand fourth"\t"b"',
            '"fifth"\t"a"',
            '"sixth"\t"b"',
        ),
        {"rows": 4, "text": ["text"], "label": "label", "classes": ["a", "b"]},
        {0: ("first\nand second", ("a",)), 1: ("third\tand fourth", ("b",))},
    ),
)
SORTED = (
    Form(
        "no header: number of the class, id, date, constant, writer, text",
        lines(
            *(
                f'"{kind}","{2001 + i}","Tue May {i + 10} 08:{i}1:07 UTC 2011","NONE","name_{i}","{text}"'
                for i, (kind, text) in enumerate(
                    [
                        (0, "missed the train, again"),
                        (0, "cold tea and rain"),
                        (0, "my caf\u00e9 is shut"),
                        (4, "sun on the hill"),
                        (4, "found my red scarf"),
                        (4, "thanks @name_1 !!"),
                    ]
                )
            ),
            encoding="latin-1",
        ),
        {"rows": 6, "header": False, "text": [5], "label": 0, "classes": ["0", "4"]},
    ),
    Form(
        "sorted by class, with the writer's name and a year",
        lines(
            "year;writer;text;genre",
            "1901;Ada Holm;the sea was calm that night;prose",
            "1902;Ben Rask;he walked along the old wall;prose",
            "1903;Cy Torn;she sold the house in spring;prose",
            "1904;Di Marn;o moon o moon above the mill;verse",
            "1905;Ed Sool;roses fall and rivers run;verse",
            "1906;Fay Tull;sing me home my little bird;verse",
        ),
        {"rows": 6, "label": "genre", "classes": ["prose", "verse"], "text": ["text"]},
    ),
    Form(
        "a column that says train or test",
        lines(
            "text,label,split",
            "so good,1,train",
            "so bad,0,train",
            "so fine,1,dev",
            "so dull,0,test",
            "so fair,1,train",
            "so poor,0,test",
        ),
        {
            "rows": 4,
            "test_rows": 2,
            "validation_rows": 1,
            "text": ["text"],
            "label": "label",
            "classes": ["0", "1"],
        },
    ),
)
FLAGS = (
    Form(
        "a column of ones and zeros per class, rows that were not scored",
        lines(
            "id,remark,rude,loud,wrong",
            'b1,"Many thanks, friend",0,0,0',
            "b2,You silly goose,1,0,0",
            "b3,SILLY GOOSE,1,1,0",
            "b4,later,-1,-1,-1",
            "b5,Two and two is five,0,0,1",
        ),
        {
            "rows": 4,
            "dropped": 1,
            "multilabel": True,
            "text": ["remark"],
            "label": ["rude", "loud", "wrong"],
            "classes": ["loud", "rude", "wrong"],
        },
        {0: ("Many thanks, friend", ()), 2: ("SILLY GOOSE", ("loud", "rude"))},
    ),
    Form(
        "exactly one of them is true",
        lines(
            "text,sport,money,art",
            "the goal fell late,True,False,False",
            "the fund fell,False,True,False",
            "the oil on canvas,False,False,True",
            "the bank paid,False,True,False",
            "a late oar,True,False,False",
        ),
        {
            "rows": 5,
            "multilabel": False,
            "label": ["sport", "money", "art"],
            "classes": ["art", "money", "sport"],
        },
        {0: ("the goal fell late", ("sport",))},
    ),
    Form(
        "several classes in one cell",
        lines(
            "text,labels",
            "a hot pie,hot|pie",
            "a cold pie,pie",
            "hot tea,hot",
            "iced tea with pie,tea|pie",
            "tea,tea",
        ),
        {"rows": 5, "multilabel": True, "label": "labels", "classes": ["hot", "pie", "tea"]},
    ),
)
LIKE_GAPS = (
    Form(
        "classes called NA and None",
        lines(
            "text,region",
            "ship from the north,NA",
            "late from the port,EU",
            "no duty here,NA",
            "form missing,None",
            "nan bread,EU",
            "who signed,None",
        ),
        {"rows": 6, "dropped": 0, "text": ["text"], "label": "region", "classes": ["EU", "NA", "None"]},
    ),
    Form(
        "an answer called null, and one truly empty",
        lines(
            "question\tanswer",
            "is it there\tnull",
            "is it red\tyes",
            "is it far\tno",
            "is it old\t",
            "was it you\tnull",
            "is it so\tyes",
            "or not\tno",
        ),
        {"rows": 6, "dropped": 1, "classes": ["no", "null", "yes"]},
    ),
    Form(
        "nan among numbers is a gap",
        lines("text,label", "so good,1", "so bad,0", "not read yet,nan", "so fine,1", "so poor,0"),
        {"rows": 4, "dropped": 1, "classes": ["0", "1"]},
    ),
)
FOLDERS = (
    Form(
        "a folder a class inside train and test, others without labels",
        zipped(
            {
                "set/README": b"About the set.",
                "set/train/bad/0.txt": b"A lid that leaks.<br />No.",
                "set/train/bad/1.txt": b"Handle came off",
                "set/train/good/0.txt": b"Sturdy.\nBought two.",
                "set/train/good/1.txt": b"Fair price",
                "set/train/unsup/0.txt": b"Not sure",
                "set/train/words.feat": b"1 0:2",
                "set/test/bad/0.txt": b"Thin glass.",
                "set/test/good/0.txt": b"Best jug.",
            }
        ),
        {
            "rows": 4,
            "test_rows": 2,
            "dropped": 1,
            "unlabelled": 1,
            "text": ["the whole file"],
            "label": "name of the folder",
            "classes": ["bad", "good"],
        },
        {2: ("Sturdy.\nBought two.", ("good",))},
    ),
    Form(
        "folders of files without endings",
        zipped(
            {
                f"news/{kind}/{i}": f"{kind} text number {i}".encode()
                for kind in ("alt.sea", "sci.mill")
                for i in range(3)
            }
        ),
        {"rows": 6, "classes": ["alt.sea", "sci.mill"]},
    ),
    Form(
        "a file a class, a line a text",
        zipped(
            {
                "rt.pos": b"so good\nwell made\nwarm, dry\n",
                "rt.neg": "so bad\nna\u00efve\nthin\n".encode("latin-1"),
            }
        ),
        {"rows": 6, "text": ["each line"], "label": "name of the file", "classes": ["neg", "pos"]},
    ),
    Form(
        "one file for training and one for the test, and notes about them",
        zipped(
            {
                "d/train.csv": lines("text,label", "so good,1", "so bad,0", "fine,1", "poor,0"),
                "d/test.csv": lines("text,label", "fair,1", "dull,0"),
                "d/notes.md": b"# notes",
            }
        ),
        {"rows": 4, "test_rows": 2, "classes": ["0", "1"]},
    ),
)
SERIES = (
    Form(
        ".ts with gaps and lengths that differ",
        lines(
            "# made up",
            "@problemName Hum",
            "@missing true",
            "@univariate true",
            "@classLabel true low high",
            "@data",
            "1,1.5,?,1:low",
            "9,8,9:high",
            "1,1,1,1,2:low",
            "8,9:high",
        ),
        {
            "kind": "series",
            "rows": 4,
            "dropped": 0,
            "text": [],
            "label": "after the last colon",
            "classes": ["high", "low"],
        },
    ),
    Form(
        "a series a row, class first, no names",
        lines(*(f"{1 + i % 2}\t" + "\t".join(f"{(i * j) % 7}.5" for j in range(12)) for i in range(8))),
        {"kind": "series", "rows": 8, "label": 0, "classes": ["1", "2"], "header": False},
    ),
    Form(
        "many rows a series",
        lines(
            "case,time,x,y,class",
            *(
                f"{case},{time},{case * time % 5}.5,{time % 3}.25,{'walk' if case % 2 else 'run'}"
                for case in range(6)
                for time in range(5)
            ),
        ),
        {"kind": "series", "rows": 6, "label": "class", "classes": ["run", "walk"], "form": "long"},
    ),
)
FORMS = (
    *(*LONE_QUOTES, *JUNK_COLUMNS, *NO_HEADER, *SHORT_TEXTS, *COARSE_FINE, *PREFIXED, *RECORDS),
    *(*STARS, *MULTILINE, *SORTED, *FLAGS, *LIKE_GAPS, *FOLDERS, *SERIES),
)
