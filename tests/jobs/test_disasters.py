"""Killed and crippled nights. The same programs run with larger numbers from the command line (see `disaster`)."""

from __future__ import annotations

import shutil

import pytest

from tests.jobs.disaster import by_itself, with_shim

pytestmark = pytest.mark.slow


def test_a_reader_never_sees_anything_half_while_updates_are_killed():
    counts = by_itself("kill", "--times", "12")
    assert counts["reader looked"] > 5
    assert (counts["wrong"], counts["not healed"], counts["reader wrong"]) == (0, 0, 0), counts
    assert counts["killed"] + counts["finished before"] == 12


@pytest.mark.skipif(shutil.which("cc") is None, reason="the shim needs a C compiler")
@pytest.mark.parametrize("mode", ["error", "full", "kill"])
def test_a_failing_file_operation_leaves_the_published_index_whole(tmp_path, mode):
    counts = with_shim(tmp_path, "fault", "--mode", mode, "--step", "29")
    assert counts["tried"] >= 8
    assert (counts["wrong"], counts["not healed"]) == (0, 0), counts
    assert mode == "kill" or counts["died"] == 0
