from __future__ import annotations

import json

import pytest

from provenance.errors import InputError
from provenance.sources import read_evidence
from provenance.sources.claim_review import ClaimReview
from provenance.sources.json_document import JsonDocument
from tests.sources.reader_contract import ReaderContract


def review(number: int, claim: str, **more) -> dict:
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"https://check.example/{number}",
        "claimReviewed": claim,
        "datePublished": "2021-07-21",
        "inLanguage": "zh-CN",
        "author": {"@type": "Organization", "name": "某地辟谣"},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": "1",
            "bestRating": "5",
            "alternateName": "尚无定论，倾向不实",
        },
        "itemReviewed": {
            "@type": "Claim",
            "author": {"name": "网传"},
            "datePublished": "2021-07-19",
            "appearance": [{"url": "https://post.example/1"}, "https://post.example/2"],
        },
        **more,
    }


def saved(folder, document, name="reviews.jsonld"):
    path = folder / name
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


class TestClaimReview(ReaderContract):
    reader = ClaimReview()

    def write(self, folder, records):
        nodes = [
            {"@type": "ClaimReview", "@id": f"https://check.example/{row['id']}", "claimReviewed": row["title"],
             "reviewBody": row["text"]}
            for row in records
        ]  # fmt: skip
        return saved(folder, nodes)

    def damaged(self, folder):
        path = folder / "broken.jsonld"
        path.write_text("{")
        return path


class TestJsonDocument(ReaderContract):
    reader = JsonDocument()

    def write(self, folder, records):
        return saved(folder, records, "records.json")

    def damaged(self, folder):
        path = folder / "broken.json"
        path.write_text('[{"id": 1}')
        return path


def test_the_rating_is_the_publishers_own_words(tmp_path):
    (record,) = read_evidence(saved(tmp_path, review(1, "自来水里有虫")))
    assert record.rating == "尚无定论，倾向不实"
    assert (record.kind, record.claim, record.publisher) == ("fact_check", "自来水里有虫", "某地辟谣")
    assert (record.id, record.lang) == ("https://check.example/1", "zh")
    assert record.published_at.isoformat() == "2021-07-21"
    assert record.extra["claim_author"] == "网传"
    assert record.extra["appearances"] == ["https://post.example/1", "https://post.example/2"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda a, b: [a, b],
        lambda a, b: {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, a, b]},
        lambda a, b: {"@type": "DataFeed", "dataFeedElement": [{"item": [a]}, {"item": b}]},
        lambda a, b: {"@type": "NewsArticle", "review": [a, {**b, "@type": ["schema:ClaimReview", "Review"]}]},
    ],
)
def test_every_way_of_wrapping_is_understood(tmp_path, wrap):
    got = list(read_evidence(saved(tmp_path, wrap(review(1, "一"), review(2, "二")), "feed.json")))
    assert [record.claim for record in got] == ["一", "二"]


def test_references_inside_the_graph_are_followed(tmp_path):
    org = {"@type": "Organization", "@id": "#us", "name": "Check Desk"}
    graph = {"@graph": [review(1, "c", author={"@id": "#us"}), org]}
    (record,) = read_evidence(saved(tmp_path, graph))
    assert record.publisher == "Check Desk"


def test_two_claims_on_one_page_keep_apart(tmp_path):
    got = list(read_evidence(saved(tmp_path, [review(1, "一"), review(1, "二")])))
    assert len({record.id for record in got}) == 2
    assert got[0].id == "https://check.example/1"


def test_a_media_review_keeps_its_category(tmp_path):
    node = {
        "@type": "MediaReview",
        "url": "https://check.example/video",
        "mediaAuthenticityCategory": "DecontextualizedContent",
        "originalMediaContextDescription": "The clip is from a drill in 2016.",
        "itemReviewed": {
            "@type": "MediaReviewItem",
            "mediaItemAppearance": [{"contentUrl": "https://v.example/1.mp4"}],
        },
    }
    (record,) = read_evidence(saved(tmp_path, node))
    assert record.rating == "DecontextualizedContent"
    assert record.text == "The clip is from a drill in 2016."
    assert record.extra["appearances"] == ["https://v.example/1.mp4"]


def page(*blocks: str) -> str:
    scripts = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    body = (
        "<article><h1>Bridge</h1><p>"
        + "The bridge stands, the city says, and nobody closed it. " * 5
        + "</p></article>"
    )
    return f"<html lang='en'><head><title>Bridge</title>{scripts}</head><body>{body}</body></html>"


def test_reviews_embedded_in_a_saved_page(tmp_path):
    path = tmp_path / "saved.html"
    path.write_text(page('{"@type": "WebSite"}', json.dumps(review(1, "The bridge fell"))), encoding="utf-8")
    (record,) = read_evidence(path)
    assert (record.kind, record.claim) == ("fact_check", "The bridge fell")
    assert "nobody closed it" in record.text


def test_line_ends_inside_json_texts_are_forgiven(tmp_path):
    block = (
        '<!--\n{"@type": "ClaimReview", "url": "https://check.example/1", "claimReviewed": "one\ntwo &amp; three"}\n-->'
    )
    path = tmp_path / "saved.html"
    path.write_text(page(block), encoding="utf-8")
    (record,) = read_evidence(path)
    assert record.claim == "one\ntwo & three"


def test_a_broken_block_is_reported_and_the_page_still_read(tmp_path):
    path = tmp_path / "saved.html"
    path.write_text(page('{"@type": "ClaimReview", "claimReviewed": '), encoding="utf-8")
    skipped, record = read_evidence(path)
    assert (skipped.code, skipped.path) == ("malformed-json", "$.script[0]")
    assert record.kind == "archive"


def test_a_bad_date_names_its_place_in_the_graph(tmp_path):
    graph = {"@graph": [review(1, "a"), review(2, "b", datePublished="soon")]}
    _, skipped = read_evidence(saved(tmp_path, graph))
    assert skipped.path == "$.@graph[1].published_at"


def test_a_document_nested_without_end_is_refused(tmp_path):
    path = tmp_path / "deep.jsonld"
    path.write_text('{"a":' * 5_000 + "1" + "}" * 5_000)
    with pytest.raises(InputError, match="nested too deeply"):
        list(read_evidence(path))


def test_json_lines_under_another_name(tmp_path):
    path = tmp_path / "posts.json"
    path.write_text('{"id": "1", "kind": "archive", "text": "a"}\n{"id": "2", "kind": "archive", "text": "b"}\n')
    assert [record.id for record in read_evidence(path)] == ["1", "2"]
