"""The shipped sample is sound: readable, cited, labelled, and its stories are what they say they are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.fuzz import partial_ratio, ratio

from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Pattern
from provenance.model.post import Post
from provenance.sample import EVIDENCE, EXPECTED, FOLDER, POSTS
from provenance.sources import read_evidence, read_posts

TEXT_PATTERNS = [p for p in Pattern if p is not Pattern.OUT_OF_CONTEXT_MEDIA]
#: So that a row fits a screen and the sample stays small.
LONGEST_ROW = 1500


def rows(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="module")
def evidence() -> dict[str, Evidence]:
    return {row["id"]: Evidence.from_dict(row) for row in rows(EVIDENCE)}


@pytest.fixture(scope="module")
def posts() -> dict[str, Post]:
    return {row["id"]: Post.from_dict(row) for row in rows(POSTS)}


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, Any]]:
    return {row["post_id"]: row for row in rows(EXPECTED)}


def text_of(record: Evidence) -> str:
    return " ".join([record.text, *record.extra.get("variants", [])])


def longest_common(one: str, other: str) -> int:
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


@pytest.mark.parametrize("path", [EVIDENCE, POSTS, EXPECTED], ids=lambda path: path.name)
def test_no_row_is_longer_than_a_screen(path):
    assert max(map(len, path.read_text(encoding="utf-8").splitlines())) <= LONGEST_ROW


@pytest.mark.parametrize(("path", "key"), [(EVIDENCE, "id"), (POSTS, "id"), (EXPECTED, "post_id")])
def test_every_id_stands_once(path, key):
    counts = Counter(row[key] for row in rows(path))
    assert [one for one, count in counts.items() if count > 1] == []


def test_every_kind_of_record_has_its_share(evidence):
    counts = Counter(record.kind for record in evidence.values())
    assert counts[Kind.FACT_CHECK] >= 45
    assert counts[Kind.ARCHIVE] >= 30
    assert counts[Kind.RELEASE] >= 25
    assert counts[Kind.QUOTE] >= 20


def test_every_record_names_an_address_that_can_be_opened_safely(evidence):
    assert [r.id for r in evidence.values() if not (r.url or "").startswith("https://")] == []
    assert {r.extra["url_scope"] for r in evidence.values()} == {"article", "landing"}


def test_nobody_can_take_our_wording_for_a_publishers(evidence):
    for record in evidence.values():
        assert record.extra["wording"] == ("original" if record.kind is Kind.QUOTE else "ours")


def test_each_kind_carries_what_its_pattern_needs(evidence):
    for record in evidence.values():
        match record.kind:
            case Kind.FACT_CHECK:
                assert record.claim, record.id
                assert record.rating, record.id
                assert record.publisher, record.id
            case Kind.ARCHIVE:
                assert record.event is not None, record.id
                assert record.places, record.id
                assert record.published_at is not None, record.id
            case Kind.RELEASE:
                assert record.publisher, record.id
                assert record.published_at is not None, record.id
            case Kind.QUOTE:
                assert record.author, record.id
                assert record.title, record.id


def test_transcript_passages_are_passages_of_the_release_in_order(evidence):
    with_transcript = [record for record in evidence.values() if record.transcript]
    assert len(with_transcript) >= 4
    for record in with_transcript:
        starts = [part.start_s for part in record.transcript]
        assert starts == sorted(starts)
        for part in record.transcript:
            assert part.text.rstrip(".").lower() in record.text.lower(), (record.id, part.text)


def test_superseded_records_exist_and_some_records_expire(evidence):
    replaced = {old for record in evidence.values() for old in record.supersedes}
    assert replaced
    assert replaced <= set(evidence)
    assert [record.id for record in evidence.values() if record.expires_at]


def test_media_lie_inside_the_sample(evidence, posts):
    paths = [path for record in [*evidence.values(), *posts.values()] for path in record.media]
    assert paths
    for path in paths:
        assert (FOLDER / path).resolve().is_relative_to(FOLDER)
        assert (FOLDER / path).is_file()


def test_every_post_has_an_expectation_and_every_expectation_its_evidence(posts, expected, evidence):
    assert list(posts) == list(expected)
    for row in expected.values():
        assert row["pattern"] in {*Pattern, "none"}
        assert set(row["evidence_ids"]) <= set(evidence), row["post_id"]
        assert row["why"].endswith(".")


def test_posts_are_recent_and_by_opaque_accounts(posts):
    for post in posts.values():
        assert post.posted_at is not None
        assert 2024 <= post.posted_at.start.year <= 2026
        assert post.author is not None
        assert post.author.startswith(("acct_", "newsroom_"))


@pytest.mark.parametrize("pattern", TEXT_PATTERNS)
def test_each_text_pattern_has_hits_and_look_alikes(pattern, expected):
    assert sum(row["pattern"] == pattern for row in expected.values()) >= 4
    assert sum(row.get("lookalike_of") == pattern for row in expected.values()) >= 3


def test_pictures_have_a_hit_and_a_look_alike(expected):
    assert any(row["pattern"] == "out_of_context_media" for row in expected.values())
    assert any(row.get("lookalike_of") == "out_of_context_media" for row in expected.values())


def test_every_false_post_says_that_it_is_false_on_purpose(expected):
    for row in expected.values():
        assert ("label" in row) == (row["pattern"] != "none"), row["post_id"]
        if "label" in row:
            assert "written for this sample" in row["label"]


def test_the_flood_is_six_near_copies_by_six_accounts_within_an_hour(posts, expected):
    flood = [posts[row["post_id"]] for row in expected.values() if row["pattern"] == "flooding"]
    assert len(flood) == len({post.author for post in flood}) == len({post.text for post in flood}) == 6
    times = [post.posted_at.start for post in flood if post.posted_at]
    assert max(times) - min(times) < timedelta(hours=1)
    assert min(ratio(flood[0].text, post.text) for post in flood) > 80


def test_reheated_posts_come_long_after_the_event(posts, expected, evidence):
    for row in expected.values():
        if row["pattern"] == "reheated":
            event, posted = evidence[row["evidence_ids"][0]].event, posts[row["post_id"]].posted_at
            assert event is not None
            assert posted is not None
            assert event.gap_days(posted) > 365


def test_stitched_posts_join_records_of_different_places(expected, evidence):
    for row in expected.values():
        if row["pattern"] == "stitched":
            first, second = (evidence[one] for one in row["evidence_ids"])
            assert first.places != second.places


def test_edited_quotations_are_near_the_official_words_but_not_in_them(posts, expected, evidence):
    for row in expected.values():
        if row["pattern"] == "edited_official":
            post, official = posts[row["post_id"]].text, evidence[row["evidence_ids"][0]].text
            quoted = max(post.replace("“", '"').replace("”", '"').split('"'), key=len)
            assert quoted not in official, row["post_id"]
            assert partial_ratio(quoted, official) > 60, row["post_id"]


def test_the_exact_quotation_is_exact(posts, evidence):
    quoted = posts["calm-exact-quote"].text.split("“")[1].split("”")[0]
    assert quoted in evidence["re-mfa-visa-2023"].text


def test_the_honest_ellipsis_leaves_out_only_what_it_marks(posts, evidence):
    quoted = posts["calm-ellipsis"].text.split("“")[1].split("”")[0].replace("‘", "“").replace("’", "”")
    for part in filter(None, quoted.split("……")):
        assert part in evidence["re-nhc-class-b-2022"].text


def test_misattributed_lines_are_in_the_records_and_right_attributions_name_their_author(posts, expected, evidence):
    for row in expected.values():
        if "misattributed_quote" in (row["pattern"], row.get("lookalike_of")):
            post, work = posts[row["post_id"]].text, evidence[row["evidence_ids"][0]]
            assert longest_common(text_of(work), post) >= 7, row["post_id"]
            assert work.author is not None
            assert (work.author in post) == (row["pattern"] == "none"), row["post_id"]


def test_the_expired_fact_check_is_past_its_shelf_life_when_the_post_appears(posts, evidence):
    posted = posts["calm-vaccine-expired"].posted_at
    assert posted is not None
    assert evidence["fc-zh-vaccine-not-yet"].expired(posted.start)


def test_the_readers_take_every_row_of_the_sample(posts, evidence):
    assert [getattr(row, "id", row) for row in read_posts(POSTS)] == list(posts)
    assert [getattr(row, "id", row) for row in read_evidence(EVIDENCE)] == list(evidence)
