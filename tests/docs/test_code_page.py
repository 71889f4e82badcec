"""What the page for developers names is there, and its layers are those that are kept."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "code.md").read_text(encoding="utf-8")


def test_every_file_that_the_page_names_exists():
    named = set(re.findall(r"`([a-z_/]+(?:\.(?:py|toml|tsv)|(?<=/)[a-z_]+))`", PAGE))
    assert len(named) > 12
    assert [
        path for path in sorted(named) if not ((ROOT / path).exists() or (ROOT / "provenance" / path).exists())
    ] == []


def test_the_layers_are_those_that_are_kept():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    kept = next(each["layers"] for each in project["tool"]["importlinter"]["contracts"] if each["type"] == "layers")
    table = PAGE.split("| layer | holds |")[1].split("## ")[0]
    rows = [re.findall(r"`(\w+)`", line.split("|")[1]) for line in table.splitlines() if line.startswith("| `")]
    named = [name for row in rows for name in row]
    assert named == [name for layer in kept for name in re.findall(r"\w+", layer)]
