"""The contact sheet of a card: the same frames and parts of pictures beside each other, with their time codes."""

from __future__ import annotations

import base64
import io
import re

import cv2
import numpy as np
import pytest
from PIL import Image

from provenance.indexing.picture_store import PictureCollector, PictureKey
from provenance.indexing.pictures import PictureIndex
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason
from provenance.model.media_path import MediaPath
from provenance.model.post import Post
from provenance.model.span import BoxSpan, TextSpan, TimeSpan
from provenance.report.html import render_html
from provenance.report.html.contact_sheet import ContactSheets, time_code
from provenance.report.html.pictures import Pictures
from provenance.report.matched_frames import MOST_PAIRS, frame_pairs
from tests.media.recordings import footage, written
from tests.media.scenes import saved, scene
from tests.report.html_cases import report

pytestmark = pytest.mark.media


def finding(*matches: Match) -> Finding:
    return Finding(
        post_id="p",
        pattern=Pattern.OUT_OF_CONTEXT_MEDIA,
        reasons=(Reason("prior", "before", 1.0),),
        matches=matches,
        citations=(Citation("r"),),
        index_version="v",
    )


def played(start: float, end: float, there: float, measure: str = "picture-agreement") -> Match:
    here = TimeSpan(start, end, "clip.mp4")
    return Match("r", here, TimeSpan(there, there + end - start, "full.mp4"), measure, 0.9)


def shown(source: str) -> np.ndarray:
    data = base64.b64decode(re.sub("^data:image/jpeg;base64,", "", source))
    return np.asarray(Image.open(io.BytesIO(data)).convert("L"), int)


def grey(pixels: np.ndarray, like: np.ndarray) -> np.ndarray:
    small = cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), like.shape[::-1], interpolation=cv2.INTER_AREA)
    return small.astype(int)


def test_moments_are_spread_over_what_a_clip_plays():
    pairs = frame_pairs(finding(played(0.0, 6.0, 61.0)))
    assert [(pair.post.at_s, pair.record.at_s) for pair in pairs] == [(1.0, 62.0), (3.0, 64.0), (5.0, 66.0)]


def test_many_short_passages_give_one_pair_each_and_not_too_many():
    pairs = frame_pairs(finding(*(played(2.0 * at, 2.0 * at + 1.5, 50.0) for at in range(9))))
    assert len(pairs) == MOST_PAIRS
    assert len({pair.post.at_s for pair in pairs}) == MOST_PAIRS


@pytest.mark.parametrize(
    "match",
    [played(0.0, 6.0, 61.0, "sound-agreement"), Match("r", TextSpan(0, 3), TextSpan(0, 3), "char-lcs", 0.9)],
    ids=["sound", "words"],
)
def test_what_only_sounds_or_reads_the_same_is_not_shown_as_the_same(match):
    assert frame_pairs(finding(match)) == ()


def test_matched_parts_of_pictures_stand_side_by_side(tmp_path):
    now = MediaPath("now.png", saved(scene(1), tmp_path / "now.png"))
    then = MediaPath("then.png", saved(scene(2), tmp_path / "then.png"))
    match = Match("r", BoxSpan(0, 0, 0.5, 1, "now.png"), BoxSpan(0.5, 0.5, 1, 1, "then.png"), "picture-agreement", 0.9)
    record = Evidence(id="r", kind=Kind.ARCHIVE, text="", media=(then,))
    with Pictures() as pictures:
        (pair,) = ContactSheets(pictures, {}).of(finding(match), Post(id="p", media=(now,)), {"r": record})
    left, right = shown(pair.post.source), shown(pair.record.source)
    assert np.abs(left - grey(scene(1)[:, :320], left)).mean() < 8
    assert np.abs(right - grey(scene(2)[240:, 320:], right)).mean() < 8
    assert (pair.post.clock, pair.record.clock) == (None, None)


def test_frames_of_a_clip_stand_beside_the_key_frames_that_the_index_kept(tmp_path):
    frames = footage(6.0, seed=3)
    clip = MediaPath("clip.mp4", written(tmp_path / "clip.mp4", frames))
    collector = PictureCollector()
    for second in (2.0, 5.0):
        collector.add(PictureKey("r", "full.mp4", second), frames[int(second * 25)])
    index = PictureIndex(collector.arrays())
    copies = [index.small_copy("r", "full.mp4", at_s) for at_s in (1.4, 4.6)]
    kept = {("r", f"full.mp4#t={copy[1]:.2f}"): copy[0] for copy in copies if copy}
    assert sorted(address for _, address in kept) == ["full.mp4#t=2.00", "full.mp4#t=5.00"]
    record = Evidence(id="r", kind=Kind.RELEASE, text="", media=("full.mp4",))
    with Pictures() as pictures:
        pairs = ContactSheets(pictures, kept).of(
            finding(played(0.0, 6.0, 0.0)), Post(id="p", media=(clip,)), {"r": record}
        )
    assert [(pair.post.clock, pair.record.clock) for pair in pairs] == [
        ("0:01.0", "0:02.0"),
        ("0:03.0", "0:02.0"),
        ("0:05.0", "0:05.0"),
    ]
    last = shown(pairs[-1].post.source)
    assert np.abs(last - grey(frames[125], last)).mean() < 10


def test_pair_of_which_one_side_is_not_at_hand_is_left_out(tmp_path):
    with Pictures() as pictures:
        assert ContactSheets(pictures, {}).of(finding(played(0.0, 6.0, 61.0)), Post(id="p", text="x"), {}) == ()


def test_sheets_do_not_let_the_page_grow_without_bound(tmp_path):
    media = MediaPath("now.png", saved(scene(1), tmp_path / "now.png"))
    match = Match("r", BoxSpan(0, 0, 1, 1, "now.png"), BoxSpan(0, 0, 1, 1, "now.png"), "picture-agreement", 0.9)
    record = Evidence(id="r", kind=Kind.ARCHIVE, text="", media=(media,))
    with Pictures(_left=0) as pictures:
        assert ContactSheets(pictures, {}).of(finding(match), Post(id="p", media=(media,)), {"r": record}) == ()


def test_card_shows_its_sheet_with_time_codes_in_words_for_everybody(tmp_path):
    clip = MediaPath("clip.mp4", written(tmp_path / "clip.mp4", footage(4.0, seed=4)))
    record = Evidence(id="r", kind=Kind.RELEASE, text="x", media=(clip,))

    match = Match("r", TimeSpan(0, 4, "clip.mp4"), TimeSpan(0, 4, "clip.mp4"), "picture-agreement", 0.9)
    page = render_html(
        report((finding(match),)),
        {"p": Post(id="p", text="x", media=(clip,))},
        {"r": record},
    )
    assert "Matched frames" in page
    assert 'alt="Post clip.mp4 0:00.7"' in page
    assert page.count("<img ") == 6


def test_time_codes_are_those_of_players():
    assert [time_code(each) for each in (0.0, 61.25, 3599.97)] == ["0:00.0", "1:01.2", "60:00.0"]
