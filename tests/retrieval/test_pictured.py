"""A record speaks by its text or by its picture, whichever is nearer to the post."""

from __future__ import annotations

from datetime import UTC, datetime

from provenance.indexing.pictured import pictured
from provenance.media.box import Box
from provenance.media.ocr import TextLine
from provenance.media.picture_text import joined
from provenance.model.evidence import Evidence, Kind
from provenance.model.hit import Hit
from provenance.model.post import Post
from provenance.model.quotation import PassageHit, Quotation, QuotationForm, QuotationHits
from provenance.model.span import TextSpan
from provenance.retrieval.pictured import PicturedFinder

NOW = datetime(2026, 1, 1, tzinfo=UTC)
POST = Post(id="p", text="因管网检修城北片区停水三天")
LINES = [TextLine("因管网检修城北片区停水三天", Box(0.1, 0.1, 0.9, 0.2), 0.99)]


def record(key: str, **more) -> Evidence:
    return Evidence(id=key, kind=Kind.RELEASE, text=f"{key} 见图。", media=("n.png",), **more)


def of_picture(key: str) -> Evidence:
    made = pictured(record(key), 0, joined("n.png", LINES))
    assert made is not None
    return made


class Quotations:
    """Stands for a search among the pictures."""

    def __init__(self, *hits: PassageHit) -> None:
        self._found = (QuotationHits(Quotation(TextSpan(0, 13), QuotationForm.MARKED), hits),)

    def candidates(self, _post, _now):
        return self._found


def beside(own, said, quotations=(), quoted=None):
    hits = {Kind.RELEASE: [Hit(*each) for each in own]} if own else {}
    near = {Kind.RELEASE: [Hit(*each) for each in said]} if said else {}
    return PicturedFinder(None, quoted).beside(POST, hits, quotations, near, NOW)


def names(found):
    return [(hit.evidence.id, hit.weight_bits) for hit in found.hits.get(Kind.RELEASE, ())]


def test_record_whose_picture_fits_better_speaks_by_its_picture():
    found = beside([(record("a"), 3.0), (record("b"), 1.0)], [(of_picture("b"), 2.0)])
    assert names(found) == [("a", 3.0), ("b", 2.0)]
    assert found.hits[Kind.RELEASE][1].evidence.text == LINES[0].text
    assert list(found.read) == ["b"]


def test_record_whose_own_text_fits_better_keeps_it():
    found = beside([(record("a"), 3.0)], [(of_picture("a"), 2.0)])
    assert (names(found), found.read) == ([("a", 3.0)], {})


def test_record_that_nothing_but_its_picture_brings_is_found():
    found = beside([], [(of_picture("a"), 2.0)])
    assert names(found) == [("a", 2.0)]
    assert found.read["a"].media == "n.png"


def test_pictures_far_from_the_post_are_left_out():
    assert beside([], [(of_picture("a"), -7.0)]).hits.get(Kind.RELEASE, []) == []


def test_picture_of_a_record_that_another_one_replaces_is_left_out():
    found = beside([(record("new", supersedes=("a",)), 1.0)], [(of_picture("a"), 2.0)])
    assert names(found) == [("new", 1.0)]


def test_notice_quoted_from_a_picture_is_among_the_records_that_hold_the_words():
    span = TextSpan(0, 13)
    quoted = Quotations(PassageHit(of_picture("a"), span, span, 1.0))
    own = (QuotationHits(Quotation(span, QuotationForm.MARKED), (PassageHit(record("b"), span, TextSpan(0, 2), 0.4),)),)
    found = beside([], [], own, quoted)
    assert [hit.evidence.id for hit in found.quotations[0].hits] == ["b", "a"]
    assert list(found.read) == ["a"]


def test_record_that_holds_the_quoted_words_itself_is_not_quoted_from_its_picture():
    span = TextSpan(0, 13)
    own = (QuotationHits(Quotation(span, QuotationForm.MARKED), (PassageHit(record("a"), span, TextSpan(0, 2), 1.0),)),)
    found = beside([], [(of_picture("a"), 5.0)], own, Quotations(PassageHit(of_picture("a"), span, span, 0.9)))
    assert (found.read, names(found)) == ({}, [])


class Ranking:
    """Stands for the retriever of the pictures."""

    def rank(self, posts, *, k, where):
        return iter([[Hit(of_picture("a"), 2.0), Hit(of_picture("b"), 0.5)]])


def test_ranking_names_each_record_once_where_it_fits_best():
    own = iter([[Hit(record("b"), 1.0), Hit(record("a"), 0.0)]])
    (ranked,) = PicturedFinder(Ranking(), None).rank([POST], own, k=5)
    assert [(hit.evidence.id, hit.weight_bits) for hit in ranked] == [("a", 2.0), ("b", 1.0)]
