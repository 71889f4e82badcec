"""Somebody with one README alone gets from a clone to a report on their own table, by its commands as they stand.

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
#: Page → heading of its part, and what is in the report of the post that is found and of the evidence, and what is not.
PAGES = {
    "README.md": (
        "Check your own posts",
        "<u>Doctors confirm: </u><mark>hot water cures the flu</mark><u> within hours!</u>",
        "Example Check",
        "harbour festival",
    ),
    "README.zh.md": ("检查自己的帖文", "<mark>喝热水</mark><u>就</u><mark>能治流感</mark>", "某辟谣平台", "灯会"),
}
#: Files that are no part of what somebody clones.
_LEFT_OUT = shutil.ignore_patterns(".*_cache", ".git", ".venv", "__pycache__", ".hypothesis", "node_modules")


def block(text: str, language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert found, language
    return found.group(1)


def own_part(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8").split(f"\n## {PAGES[page][0]}\n")[1].split("\n## ")[0]


def commands(page: str) -> list[str]:
    return block(own_part(page), "sh").splitlines()


@pytest.mark.parametrize("page", PAGES)
def test_it_takes_at_most_five_commands_from_clone_to_report(page):
    assert 1 <= len(commands(page)) <= 5
    assert "--format html" in commands(page)[-1]


@pytest.fixture(scope="module", params=PAGES)
def clone(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
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
    own = own_part(request.param)
    (folder / "my-evidence.jsonl").write_text(block(own, "json"), encoding="utf-8")
    (folder / "my-posts.csv").write_text(block(own, "csv"), encoding="utf-8")
    return folder, request.param


@pytest.mark.slow
@pytest.mark.model
def test_the_commands_of_the_readme_give_a_report_on_ones_own_table(clone):
    folder, page = clone
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    for command in commands(page):
        done = subprocess.run(
            command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        expected = 1 if " check " in command else 0  # 1 says that something was found
        assert done.returncode == expected, f"{command}\n{done.stdout}\n{done.stderr}"
    report = (folder / "report.html").read_text(encoding="utf-8")
    _, found, publisher, other = PAGES[page]
    assert found in report
    assert publisher in report
    assert other not in report
