"""What the pictures of records say becomes records that know who shows them."""

from __future__ import annotations

import pytest

from provenance.indexing.pictured import owner_of, pictured, shown_by
from provenance.media.box import Box
from provenance.media.ocr import TextLine
from provenance.media.picture_text import PictureText, joined
from provenance.model.evidence import Evidence, Kind
from provenance.model.interval import Interval
from provenance.model.span import TextSpan

NOTICE = ("关于暂停供水的通知", "因管网检修，城北片区五月三日", "全天停水，请居民提前储水。")


def said(*lines: str) -> PictureText:
    return joined(
        "notice.png",
        [TextLine(text, Box(0.1, 0.1 * at, 0.9, 0.1 * at + 0.06), 0.98) for at, text in enumerate(lines, 1)],
    )


def record(kind: Kind = Kind.RELEASE, **more) -> Evidence:
    given = {
        "id": "r",
        "text": "见图。",
        "title": "通知",
        "publisher": "水务局",
        "published_at": Interval.parse("2024-05-01"),
    }
    return Evidence(kind=kind, **{**given, "media": ("notice.png",), **more})


def test_notice_that_stands_only_in_a_picture_keeps_who_published_it_and_when():
    made = pictured(record(), 0, said(*NOTICE))
    assert made is not None
    assert (made.publisher, made.published_at, made.title) == ("水务局", record().published_at, None)
    assert made.id != "r"
    assert owner_of(made) == "r"
    told, text = shown_by(Evidence.from_dict(made.to_dict()))
    assert (told.id, told.text, dict(told.extra)) == ("r", made.text, {})
    assert text == said(*NOTICE)
    start = text.text.index("城北")
    assert text.box(TextSpan(start, start + 2)).y0 == pytest.approx(0.2)


@pytest.mark.parametrize("lines", [("出口",), ("EXIT", "Gate 4"), ()])
def test_signs_and_captions_are_no_text(lines):
    assert pictured(record(), 0, said(*lines)) is None


def test_what_an_edition_prints_beside_a_line_is_no_line_of_the_work():
    assert pictured(record(Kind.QUOTE), 0, said(*NOTICE)) is None


def test_picture_of_a_fact_check_tells_its_claim():
    checked = record(Kind.FACT_CHECK, rating="不实", claim="网传五月三日城北片区全天停水")
    made = pictured(checked, 0, said(*NOTICE))
    assert made is not None
    assert made.claim == made.text
    assert made.rating == "不实"


def test_stamp_over_the_picture_is_not_what_the_picture_says():
    made = pictured(record(Kind.FACT_CHECK, rating="不实"), 0, said("谣言", *NOTICE))
    assert made is not None
    assert "谣言" not in made.text
    _, text = shown_by(made)
    assert [line.span.of(text.text) for line in text.lines] == list(NOTICE)


@pytest.mark.parametrize(
    "lines",
    [("近日网传城北片区全天停水，这是谣言，请勿转发",), ("水务局回应：供水一切正常，检修已于上月结束",)],
    ids=["refutes", "says something else"],
)
def test_picture_of_a_fact_check_that_refutes_or_says_something_else_is_not_the_rumour(lines):
    checked = record(Kind.FACT_CHECK, rating="不实", claim="网传五月三日城北片区全天停水，请提前储水")
    assert pictured(checked, 0, said(*lines)) is None
