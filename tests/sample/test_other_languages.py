"""Posts in fourteen languages beside a small archive of all of them: an index of few records a language.

Our own records and posts, about publicly documented cases; what is not read rightly is named.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from provenance.checker import Checker
from provenance.jobs.build import build_index
from provenance.model.post import Post
from provenance.sources import read_evidence

FOLDER = Path(__file__).with_name("languages")
#: A baker who takes no more cash from January is taken for the end of all cash.
KNOWN_FALSE = {"c3"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str | None]]:
    return [json.loads(line) for line in (FOLDER / "posts.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def cited(rows: list[Mapping[str, str | None]], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, set[str]]:
    """Post → the records that its findings cite."""
    index = tmp_path_factory.mktemp("languages")
    build_index(read_evidence(FOLDER / "evidence.jsonl"), index)
    posts = [Post.from_dict({key: row[key] for key in ("id", "text", "posted_at")}) for row in rows]
    found = defaultdict(set)
    for finding in Checker.open(index).check(posts).findings:
        found[finding.post_id] |= {citation.evidence_id for citation in finding.citations}
    return found


@pytest.mark.model
def test_rumours_and_old_news_are_found_in_the_language_of_the_record(rows, cited):
    missed = [row["text"] for row in rows if row["expected"] and row["expected"] not in cited[row["id"]]]
    assert not missed


@pytest.mark.model
def test_denials_anniversaries_and_everyday_posts_stay_silent_in_every_language(rows, cited):
    false = {row["id"]: row["text"] for row in rows if row["expected"] is None and cited[row["id"]]}
    assert false.keys() <= KNOWN_FALSE, false
