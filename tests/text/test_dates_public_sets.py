"""The shared measurements of dates stay above their floors."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import dates

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


@pytest.mark.data
def test_chinese_expressions_are_read_as_two_public_sets_read_them(shared: Path) -> None:
    found = dates.shares(shared / "data")
    good, asked = (sum(column) for column in zip(*found["JioNLP"].values(), strict=True))
    assert good / asked >= 0.81
    # 18 of 109 points are days of the moon's calendar that this set reads as the sun's: 春节 as the first of January.
    assert found["Recognizers-Text"]["points"][0] >= 86
    assert found["Recognizers-Text"]["ranges"][0] >= 85
