"""Each pattern has a page, and its examples are posts and records of the shipped sample that say what the page says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from provenance.model.finding import Pattern
from provenance.sample import EVIDENCE, EXPECTED, POSTS

PAGES = Path(__file__).resolve().parents[2] / "docs" / "patterns"
SECTIONS = ["A hit", "What a finding shows", "What stays silent", "Limits"]
SAMPLE_ID = re.compile(r"`((?:[a-z]+-)+[a-z0-9-]+)`")


def keyed(path: Path, key: str) -> dict[str, dict]:
    return {row[key]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


@pytest.fixture(scope="module")
def posts():
    return keyed(POSTS, "id")


@pytest.fixture(scope="module")
def expected():
    return keyed(EXPECTED, "post_id")


def page(pattern: Pattern) -> str:
    return (PAGES / f"{pattern}.md").read_text(encoding="utf-8")


def test_there_is_one_page_a_pattern():
    assert sorted(path.stem for path in PAGES.glob("*.md")) == sorted(Pattern)


@pytest.mark.parametrize("pattern", Pattern)
def test_every_page_answers_the_same_questions(pattern):
    headings = re.findall(r"^## (.+)$", page(pattern), flags=re.MULTILINE)
    assert [heading for heading in headings if "look-alike" not in heading.lower()] == SECTIONS


@pytest.mark.parametrize("pattern", Pattern)
def test_every_example_is_in_the_sample(pattern, posts):
    known = set(posts) | set(keyed(EVIDENCE, "id"))
    named = set(SAMPLE_ID.findall(page(pattern)))
    assert named
    assert named <= known


@pytest.mark.parametrize("pattern", Pattern)
def test_hits_and_look_alikes_are_what_the_sample_expects(pattern, expected):
    before, after = re.split(r"^## .*ook-alikes?$", page(pattern), flags=re.MULTILINE)
    hits = [expected[one] for one in SAMPLE_ID.findall(before) if one in expected]
    calm = [expected[one] for one in SAMPLE_ID.findall(after) if one in expected]
    assert hits
    assert calm
    assert {row["pattern"] for row in hits} == {pattern}
    assert {row["lookalike_of"] for row in calm} == {pattern}


@pytest.mark.parametrize("pattern", Pattern)
def test_the_quoted_post_says_what_the_page_quotes(pattern, posts):
    text = page(pattern).split("## What a finding shows")[0]
    quoted = re.findall(r"^> (.+)$", text, flags=re.MULTILINE)
    assert len(quoted) == 1
    shown = posts[next(one for one in SAMPLE_ID.findall(text) if one in posts)]["text"]
    assert quoted[0] in shown


@pytest.mark.parametrize("pattern", Pattern)
def test_false_posts_are_never_shown_without_their_label(pattern):
    assert "written for the sample)" in page(pattern).split("> ")[0]
