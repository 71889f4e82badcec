"""Every post of the sample gets the finding that it was written for, and no other."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from provenance.checker import Checker
from provenance.sample import EXPECTED, POSTS
from provenance.sources import read_posts

INDEX = Path(__file__).parents[2] / "indexes" / "sample"
ROWS = [json.loads(line) for line in EXPECTED.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def found() -> Mapping[str, set[str]]:
    patterns = defaultdict(set)
    for finding in Checker.open(INDEX).check(read_posts(POSTS)).findings:
        patterns[finding.post_id].add(finding.pattern.value)
    return patterns


@pytest.mark.model
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["post_id"])
def test_the_post_gets_what_it_was_written_for(row, found):
    assert found[row["post_id"]] == ({row["pattern"]} - {"none"}), row["why"]
