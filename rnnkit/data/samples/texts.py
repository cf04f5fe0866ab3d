"""Texts that are here already: famous lines, couplets, and what Python says about itself."""

from importlib.util import find_spec

from rnnkit.errors import NotFoundError
from rnnkit.words import t

HAMLET = """
To be, or not to be, that is the question:
Whether 'tis nobler in the mind to suffer
The slings and arrows of outrageous fortune,
Or to take arms against a sea of troubles,
And by opposing end them.
"""

# The first is by Li Bai; the others were written for this project.
COUPLETS = """\
床前明月光，疑是地上霜。
春水绿江南，轻舟过小山。
风来竹影动，雨后菜花香。
窗外雪初晴，炉边茶已温。
晨钟惊宿鸟，晚照入深林。
石上听泉语，松间看鹤飞。
灯下读书久，檐前滴雨迟。
秋叶落空庭，寒星照远城。
桥头人卖酒，柳下客弹琴。
稻熟千家喜，鱼肥一网银。
海阔云为岸，天高雁作书。
孤帆随浪远，白发向灯明。
夜静虫声近，天凉草色新。
小院梅先放，深巷酒自香。
老树生新叶，清溪绕旧村。
牧童吹短笛，渔父唱长歌。
马蹄踏落花，燕子剪斜阳。
北风吹野草，南雁带边声。
墨香留纸上，笑语满堂前。
青山不语时，白鹭自来去。
竹篱围菜圃，木桌对棋盘。
早市人声沸，夜航灯影稀。
云开峰似剑，浪起水如雷。
麦浪翻金色，蝉声唤晚凉。
故人千里外，新信一灯前。
雪压青松直，霜催红叶深。
晓露凝珠玉，晴空洗镜台。
扫径迎新客，开坛话旧年。
"""

SOURCE_MODULES = (
    *("argparse", "bdb", "calendar", "cmd", "configparser", "contextlib", "copy", "csv", "dataclasses"),
    *("difflib", "dis", "fractions", "functools", "gettext", "glob", "gzip", "heapq", "locale", "optparse"),
    *("pdb", "platform", "pprint", "queue", "random", "sched", "selectors", "shlex", "shutil", "socket"),
    *("statistics", "string", "tempfile", "textwrap", "threading", "timeit", "traceback", "warnings"),
    *("weakref", "webbrowser"),
)
FEWEST_MODULES = 20


def hamlet(_seed: int) -> str:
    """Five lines to learn by heart: 200 characters, 31 of them different."""
    return HAMLET


def couplets(_seed: int) -> str:
    """Lines of twice five characters: the first half calls, the second answers."""
    return COUPLETS


def manual(_seed: int) -> str:
    """The language reference that `help()` shows, as it is installed with Python."""
    try:
        from pydoc_data.topics import topics
    except ImportError:
        raise NotFoundError(
            t("This Python was installed without its manual; take another sample or a text of your own.")
        ) from None
    return "\n\n".join(topics[name].strip() for name in sorted(topics)) + "\n"


def python_source(_seed: int) -> str:
    """Modules of the standard library, one after the other."""
    found = [source for name in SOURCE_MODULES if (source := _source(name))]
    if len(found) < FEWEST_MODULES:
        raise NotFoundError(
            t("This Python was installed without the source of its library; take another sample.")
        )
    return "\n\n".join(found)


def _source(module: str) -> str:
    """The source text of a module; empty where there is only compiled code. Nothing is run."""
    spec = find_spec(module)
    get_source = getattr(spec.loader, "get_source", None) if spec else None
    return (get_source(module) or "") if get_source else ""
