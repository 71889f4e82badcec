"""Somebody with the README alone gets from a clone to a report on their own table, by its commands as they stand.

The commands run in a copy of the project. `make setup`, which installs everything from the network, finds its work done
there: the copy is given this environment, and a `provenance` that starts the copy's own entry file.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
#: Files that are no part of what somebody clones.
_LEFT_OUT = shutil.ignore_patterns(".*_cache", ".git", ".venv", "__pycache__", ".hypothesis", "node_modules")


def section(heading: str) -> str:
    return README.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def block(text: str, language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert found, language
    return found.group(1)


def commands() -> list[str]:
    return block(section("Check your own posts"), "sh").splitlines()


def test_it_takes_at_most_five_commands_from_clone_to_report():
    assert 1 <= len(commands()) <= 5
    assert "--format html" in commands()[-1]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("newcomer") / "provenance"
    shutil.copytree(ROOT, folder, ignore=_LEFT_OUT, symlinks=True)
    shutil.rmtree(folder / "indexes")
    shutil.copytree(ROOT / "indexes" / "sample", folder / "indexes" / "sample")
    environment = folder / ".venv" / "bin"
    environment.mkdir(parents=True)
    program = environment / "provenance"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{folder}/cli.py" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (environment / "python").symlink_to(sys.executable)
    (environment.parent / ".ready").touch()  # newer than what it depends on: nothing is left to be installed
    own = section("Check your own posts")
    (folder / "my-evidence.jsonl").write_text(block(own, "json"), encoding="utf-8")
    (folder / "my-posts.csv").write_text(block(own, "csv"), encoding="utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.model
def test_the_commands_of_the_readme_give_a_report_on_ones_own_table(clone):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    for command in commands():
        done = subprocess.run(
            command, shell=True, cwd=clone, env=environment, capture_output=True, text=True, check=False
        )
        expected = 1 if " check " in command else 0  # 1 says that something was found
        assert done.returncode == expected, f"{command}\n{done.stdout}\n{done.stderr}"
    page = (clone / "report.html").read_text(encoding="utf-8")
    assert "<u>Doctors confirm: </u><mark>hot water cures the flu</mark><u> within hours!</u>" in page
    assert "Example Check" in page
    assert "harbour festival" not in page
