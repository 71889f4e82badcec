from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.newsdesk import POSTS, RECORDS, run, write_lines


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("command-line")
    records = write_lines(folder / "records.jsonl", RECORDS)
    done = run("index", "build", str(records), "--out", str(folder / "indexes"), "--encoder", "stub")
    assert done.exit_code == 0, done.output
    return folder / "indexes"


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "posts.jsonl", POSTS)
