"""Pages of a mapped file are given back, and read again when somebody asks."""

import mmap
import sys
from pathlib import Path

import pytest

from provenance.indexing.mapped_pages import let_go

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what a process has mapped")
SIZE = 1 << 22


def resident() -> int:
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Rss:"))


def test_pages_are_given_back_and_come_again(tmp_path):
    path = tmp_path / "lists"
    path.write_bytes(bytes(range(256)) * (SIZE // 256))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert sum(mapped[at] for at in range(0, SIZE, 4096)) == 0
        before = resident()
        assert let_go(path) == SIZE
        assert resident() < before - SIZE // 2
        assert mapped[255] == 255


def test_a_mapping_that_may_be_written_to_is_left_alone(tmp_path):
    path = tmp_path / "written"
    path.write_bytes(bytes(8192))
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as mapped:
        mapped[0] = 7
        assert let_go(path) == 0
        assert mapped[0] == 7


def test_a_file_that_nobody_mapped_gives_nothing(tmp_path):
    path = tmp_path / "none"
    path.write_bytes(bytes(8192))
    assert let_go(path) == 0
