"""A rumour and a notice that stand only in archived pictures are found, with the place in the picture."""

from __future__ import annotations

import pytest

from provenance.checker import Checker
from provenance.jobs.build import build_index
from provenance.model.evidence import Evidence
from provenance.model.finding import Pattern
from provenance.model.media_path import MediaPath
from provenance.model.post import Post
from provenance.model.span import BoxSpan, TextSpan
from tests.media.scenes import saved
from tests.media.test_ocr import page

RUMOUR = ("Drinking salt water every", "fifteen minutes kills the new", "coronavirus in the throat")
NOTICE = ("Water supply in the northern", "district will be cut for 12 hours", "on Friday, 3 May 2024.")


@pytest.fixture(scope="module")
def checker(tmp_path_factory):
    pytest.importorskip("rapidocr")
    folder = tmp_path_factory.mktemp("pictures")
    rows = [
        {
            "id": "fc",
            "kind": "fact_check",
            "title": "This screenshot goes round again",
            "text": "See the picture.",
            "rating": "False",
            "publisher": "Fact desk",
            "published_at": "2020-03-01",
            "media": [MediaPath("shot.png", saved(page(*RUMOUR), folder / "shot.png"))],
        },
        {
            "id": "re",
            "kind": "release",
            "author": "Water Board",
            "title": "Notice",
            "text": "See the picture.",
            "publisher": "Water Board",
            "published_at": "2024-05-01",
            "media": [MediaPath("notice.png", saved(page(*NOTICE), folder / "notice.png"))],
        },
        {
            "id": "other",
            "kind": "fact_check",
            "claim": "Eating garlic prevents the flu",
            "text": "Garlic does not prevent the flu.",
            "rating": "False",
            "published_at": "2020-02-01",
        },
    ]
    report = build_index([Evidence.from_dict(row) for row in rows], folder / "index")
    assert (report.picture_texts, report.skipped) == (2, ())
    return Checker.open(folder / "index")


def findings(checker, **row):
    return checker.check([Post.from_dict({"id": "p", "posted_at": "2024-05-02", **row})]).findings


@pytest.mark.model
@pytest.mark.media
def test_post_that_repeats_an_archived_screenshot_is_matched_with_its_place_in_the_picture(checker):
    (found,) = findings(checker, text="Drinking salt water every fifteen minutes kills the new coronavirus!")
    assert found.pattern is Pattern.DEBUNKED
    (match,) = found.matches
    assert match.evidence_id == "fc"
    assert isinstance(match.post_span, TextSpan)
    assert isinstance(match.evidence_span, BoxSpan)
    assert match.evidence_span.media == "shot.png"
    assert 0.05 < match.evidence_span.y0 < match.evidence_span.y1 < 0.4
    (citation,) = found.citations
    assert (citation.title, citation.rating) == ("This screenshot goes round again", "False")


@pytest.mark.model
@pytest.mark.media
def test_screenshot_that_repeats_an_archived_screenshot_has_a_box_on_both_sides(checker, tmp_path):
    file = saved(page("Please share", *RUMOUR, size=30), tmp_path / "again.png")
    found = findings(checker, text="", media=[MediaPath("again.png", file)])
    (match,) = next(each for each in found if each.pattern is Pattern.DEBUNKED).matches
    assert isinstance(match.post_span, BoxSpan)
    assert isinstance(match.evidence_span, BoxSpan)


@pytest.mark.model
@pytest.mark.media
def test_altered_quotation_of_a_notice_picture_is_shown_in_the_picture(checker):
    text = "Water Board: “Water supply in the northern district will be cut for 72 hours on Friday, 3 May 2024.”"
    (found,) = findings(checker, text=text)
    assert found.pattern is Pattern.EDITED_OFFICIAL
    (edit,) = found.details["edits"]
    assert (edit["op"], edit["official_span"]["unit"]) == ("number_altered", "box")
    assert findings(checker, text=text.replace("72", "12")) == ()


@pytest.mark.model
@pytest.mark.media
def test_look_alike_of_the_picture_and_a_warning_find_nothing(checker):
    assert findings(checker, text="Doctors say to drink more water when the weather is hot.") == ()
    assert findings(checker, text="This is a rumour, it is false: drinking salt water kills the new coronavirus.") == ()


@pytest.mark.model
@pytest.mark.media
def test_ranking_names_the_record_that_shows_the_words(checker):
    post = Post(id="p", text="northern district water supply cut for 12 hours")
    ((_, hits),) = checker.match([post], k=2)
    assert hits[0].evidence.id == "re"
