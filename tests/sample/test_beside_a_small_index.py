"""Posts as people write them beside a small index of our own: what must be found, and what must stay silent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from provenance.checker import Checker
from provenance.cli.app import app
from provenance.model.finding import Finding
from provenance.model.post import Post

FOLDER = Path(__file__).with_name("small")
ROWS = [json.loads(line) for line in (FOLDER / "posts.jsonl").read_text(encoding="utf-8").split("\n") if line]
HITS = [row for row in ROWS if row["expected"]]
CALM = [row for row in ROWS if not row["expected"]]


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Finding]]:
    folder = tmp_path_factory.mktemp("small-index")
    built = CliRunner().invoke(app, ["index", "build", str(FOLDER / "records.jsonl"), "--out", str(folder)])
    assert built.exit_code == 0, built.output
    posts = [Post.from_dict({key: row[key] for key in ("id", "text", "posted_at")}) for row in ROWS]
    found: dict[str, list[Finding]] = {post.id: [] for post in posts}
    for finding in Checker.open(folder).check(posts).findings:
        found[finding.post_id].append(finding)
    return found


@pytest.mark.model
@pytest.mark.parametrize("row", HITS, ids=[row["id"] for row in HITS])
def test_a_post_that_repeats_a_record_is_shown_beside_it(row: Mapping[str, str], findings) -> None:
    told = {
        (finding.pattern.value, cited.evidence_id) for finding in findings[row["id"]] for cited in finding.citations
    }
    assert (row["expected"], row["evidence_id"]) in told


@pytest.mark.model
@pytest.mark.parametrize("row", CALM, ids=[row["id"] for row in CALM])
def test_a_look_alike_stays_silent(row: Mapping[str, str], findings) -> None:
    assert findings[row["id"]] == []
