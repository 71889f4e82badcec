"""The shared measurements of dates stay above their floors."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.parametrize(
    ("spec", "points", "ranges"),
    [("English/DateTimeModel.json", ".84", ".72")],
)
def test_recognizers_specs_stay_above_the_floor(shared: Path, spec: str, points: str, ranges: str) -> None:
    command = [
        sys.executable,
        str(shared / "measure" / "dates.py"),
        str(shared / "data" / "recognizers_text_datetime_specs" / spec),
        points,
        ranges,
    ]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
