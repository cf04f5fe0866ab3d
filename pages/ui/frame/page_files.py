"""The scripts of the pages; each task names its own. The address of a page is the name of its file."""

from pathlib import Path

FOLDER = Path(__file__).parents[2]
HOME = FOLDER / "home.py"
COMPARE = FOLDER / "compare.py"
SEARCH = FOLDER / "search.py"
LESSONS = FOLDER / "lessons.py"
STEP_BY_STEP = FOLDER / "step_by_step.py"
GATES = FOLDER / "gates.py"
MEMORY = FOLDER / "memory.py"
YOUR_RUN = FOLDER / "your_run.py"
MISTAKES = FOLDER / "mistakes.py"
CHOOSING = FOLDER / "choosing.py"
ROOM_PAGE = FOLDER / "room.py"
MACHINES = FOLDER / "machines.py"
