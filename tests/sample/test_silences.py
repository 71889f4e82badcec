"""Every look-alike of the sample is told why it is not reported, as far as a record came near."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provenance.checker import Checker
from provenance.sample import EXPECTED, POSTS
from provenance.sources import read_posts

INDEX = Path(__file__).parents[2] / "indexes" / "sample"
#: A flood is no affair of one post.
TOLD = ("debunked", "reheated", "stitched", "edited_official", "misattributed_quote", "out_of_context_media")
#: Paraphrases and plain mentions quote nothing, so that no rule of quotations is met; of the last no claim is near.
UNTOLD = {"calm-paraphrase", "calm-traditional-script", "calm-right-hall", "calm-shark-fort-myers"}


@pytest.mark.model
@pytest.mark.media
def test_each_look_alike_is_silent_by_a_rule_that_explain_can_name():
    checker = Checker.open(INDEX)
    posts = {post.id: post for post in read_posts(POSTS)}
    rows = [json.loads(line) for line in EXPECTED.read_text(encoding="utf-8").splitlines()]
    calm = {row["post_id"]: row["lookalike_of"] for row in rows if row.get("lookalike_of") in TOLD}
    said = {name: {each.pattern for each in checker.silences(posts[name])} for name in calm}
    assert {name for name, pattern in calm.items() if pattern not in said[name]} <= UNTOLD
    assert len(calm) >= 20
