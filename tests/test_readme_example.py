"""The example of the README runs as it stands there."""

import re
import subprocess
import sys
from pathlib import Path

from rnnkit.data.samples import sample_bytes

ROOT = Path(__file__).parent.parent


def test_the_python_example_prints_a_verdict_and_a_forecast(tmp_path):
    (example,) = re.findall(r"```python\n(.+?)```", (ROOT / "README.md").read_text(), flags=re.S)
    (tmp_path / "sales.csv").write_bytes(sample_bytes("airline"))
    shown = subprocess.run(
        [sys.executable, "-c", example.replace("budget=20", "budget=1")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "MASE" in shown.splitlines()[0]
    assert "1961-12-01" in shown
