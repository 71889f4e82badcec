from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from provenance.checker import Checker
from provenance.config import Settings
from provenance.detectors.read_in_picture import may_speak, told_of
from provenance.media.box import Box
from provenance.media.picture_text import PictureText, PlacedLine
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason
from provenance.model.media_path import MediaPath
from provenance.model.post import Post
from provenance.model.report import PICTURE_TEXT, PICTURES_UNREAD
from provenance.model.span import BoxSpan, TextSpan
from provenance.report.terminal import summary
from tests.media.recordings import written
from tests.media.scenes import saved, scene
from tests.media.test_ocr import page

SAID = PictureText(
    "a.png",
    "明天起全市停水\n请储水",
    (
        PlacedLine(TextSpan(0, 7), Box(0.1, 0.1, 0.8, 0.2)),
        PlacedLine(TextSpan(8, 11), Box(0.1, 0.3, 0.5, 0.4)),
    ),
)


def finding(evidence: str = "fc", pattern: Pattern = Pattern.DEBUNKED, **details) -> Finding:
    return Finding(
        post_id="p",
        pattern=pattern,
        reasons=(Reason("prior", "before", -1.0),),
        matches=(Match(evidence, TextSpan(0, 7), TextSpan(3, 9), "char-lcs", 0.9),),
        citations=(Citation(evidence),),
        index_version="v",
        details=details,
    )


@pytest.mark.parametrize(
    ("text", "speaks"),
    [("", True), ("看看这个，转给家人", True), ("这是谣言，大家不要传", False), ("真的假的？", False)],
)
def test_post_that_refutes_or_asks_does_not_say_what_its_picture_says(text, speaks):
    assert may_speak(Post(id="p", text=text, media=("a.png",))) is speaks


def test_words_of_a_picture_are_shown_as_a_box_of_it():
    (told,) = told_of(Post(id="p", text="转", media=("a.png",)), [finding()], SAID, [])
    (match,) = told.matches
    assert match.post_span == BoxSpan(0.1, 0.1, 0.8, 0.2, "a.png")
    assert match.evidence_span == TextSpan(3, 9)
    assert told.weight_bits == finding().weight_bits
    assert "明天起全市停水" in told.reasons[-1].text


def test_words_of_a_frame_are_told_with_its_second():
    said = replace(SAID, media="a.mp4", at_s=12.4)
    (told,) = told_of(Post(id="p", media=("a.mp4",)), [finding()], said, [])
    assert told.details["read_at_s"] == 12.4
    assert told.matches[0].post_span == BoxSpan(0.1, 0.1, 0.8, 0.2, "a.mp4")
    assert "a.mp4 at 12.4 s" in told.reasons[-1].text


def test_stretches_in_the_details_become_boxes_but_those_of_the_record_stay():
    edits = [{"post_span": TextSpan(8, 11).to_dict(), "official_span": TextSpan(0, 2).to_dict(), "op": "omitted"}]
    (told,) = told_of(Post(id="p", media=("a.png",)), [finding(edits=edits)], SAID, [])
    (edit,) = told.details["edits"]
    assert edit["post_span"]["unit"] == "box"
    assert edit["post_span"]["y0"] == pytest.approx(0.3)
    assert edit["official_span"]["unit"] == "char"


def test_what_the_post_says_itself_is_not_reported_twice():
    post = Post(id="p", text="明天起全市停水", media=("a.png",))
    assert list(told_of(post, [finding()], SAID, [finding()])) == []
    other = finding(pattern=Pattern.REHEATED)
    assert len(list(told_of(post, [other], SAID, [finding()]))) == 1


@pytest.mark.model
@pytest.mark.media
def test_screenshot_of_a_rumour_is_matched_as_a_rumour(tmp_path):
    pytest.importorskip("rapidocr")
    file = saved(page("Eating garlic protects you", "from the new coronavirus"), tmp_path / "shot.png")

    def shown(name: str, text: str) -> Post:
        row = {"id": name, "text": text, "posted_at": "2026-03-01", "media": [MediaPath("shot.png", file)]}
        return Post.from_dict(row)

    report = Checker.open("indexes/sample").check(
        [
            shown("bare", ""),
            shown("warning", "This is a rumour, it is false. Do not share."),
            shown("asks", "Is it true?"),
        ]
    )
    assert [(each.post_id, each.pattern) for each in report.findings] == [("bare", Pattern.DEBUNKED)]
    (match,) = report.findings[0].matches
    assert isinstance(match.post_span, BoxSpan)
    assert match.evidence_id == "fc-en-who-garlic"
    assert report.header.model_revisions[PICTURE_TEXT].startswith("rapidocr")


@pytest.mark.model
@pytest.mark.media
def test_clip_that_shows_a_rumour_is_matched_as_a_rumour(tmp_path):
    pytest.importorskip("rapidocr")
    caption = page("Eating garlic protects you", "from the new coronavirus")
    frames = np.concatenate([np.repeat(scene(3, 900, 700)[None], 50, 0), np.repeat(caption[None], 75, 0)])
    file = written(tmp_path / "clip.mp4", frames)
    report = Checker.open("indexes/sample").check([Post(id="p", media=(MediaPath("clip.mp4", file),))])
    (found,) = report.findings
    assert (found.pattern, found.matches[0].evidence_id) == (Pattern.DEBUNKED, "fc-en-who-garlic")
    assert isinstance(found.matches[0].post_span, BoxSpan)
    assert 2.0 <= found.details["read_at_s"] <= 5.0


@pytest.mark.model
def test_report_says_so_where_pictures_were_not_read(tmp_path):
    file = saved(page("Eating garlic protects you", "from the new coronavirus"), tmp_path / "shot.png")
    post = Post(id="p", media=(MediaPath("shot.png", file),))
    report = Checker.open("indexes/sample", settings=Settings(read_pictures=False)).check([post])
    assert report.findings == ()
    assert report.header.model_revisions[PICTURE_TEXT] == PICTURES_UNREAD
    assert "provenance[ocr]" in summary(report)
