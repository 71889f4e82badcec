from __future__ import annotations

from datetime import UTC, datetime

import pytest

from provenance.config import Settings
from provenance.detectors.base import Context
from provenance.detectors.out_of_context_media import OutOfContextMediaDetector
from provenance.indexing.picture_build import PictureWriter
from provenance.media.about import About, StatedDate
from provenance.media.box import Box
from provenance.media.match import ImageMatch
from provenance.media.transform import Transform
from provenance.model.evidence import Evidence
from provenance.model.finding import MediaReview
from provenance.model.media_path import MediaPath
from provenance.model.post import Post
from provenance.retrieval.pictures import PictureEvidence, PictureFinder, PictureHits
from provenance.sample import FOLDER
from provenance.sources import read_evidence, read_posts
from tests.media.scenes import on_page, saved, scene

MIRRORED = Transform(True, 1.0, 1.0, 0.0, ("mirrored",), (1, 0, 0, 0, 1, 0))
MATCH = ImageMatch(Box(), Box(0.1, 0.1, 0.9, 0.9), MIRRORED, 0.97, 60, 0.98)


def index_pictures(records):
    """The index of every picture of every record, and what was left out."""
    with PictureWriter() as writer:
        for record in records:
            writer.add(record)
    return writer.index(), writer.skipped


def flood(**changes) -> Evidence:
    row = {
        "id": "flood-2016",
        "kind": "archive",
        "text": "Heavy rain flooded the streets of Wuhan.",
        "published_at": "2016-07-06",
        "event_start": "2016-07-06",
        "places": ["湖北省", "武汉市"],
        "media": ["flood.jpg"],
    }
    return Evidence.from_dict({**row, **changes})


def findings(text: str, *records: Evidence, posted_at: str | None = "2021-07-20T20:00:00+08:00", about=None, **post):
    row = {"id": "p", "text": text, "media": ["a.jpg"], **post}
    if posted_at:
        row["posted_at"] = posted_at
    made = Post.from_dict(row)
    hits = tuple(PictureEvidence(record, "flood.jpg", MATCH) for record in (records or (flood(),)))
    context = Context(
        post=made,
        pictures=(PictureHits("a.jpg", hits, about),),
        index_version="v",
        settings=Settings(),
        now=made.posted_at.start if made.posted_at else datetime(2021, 7, 21, tzinfo=UTC),
    )
    return list(OutOfContextMediaDetector().detect(context))


def test_old_flood_picture_sold_as_tonights_is_found():
    (finding,) = findings("今晚的武汉，水已经漫上街道了，现场实拍")
    assert finding.details["conflict"] == "date"
    assert finding.details["gap_days"] > 1800
    assert finding.media_review is MediaReview.DECONTEXTUALIZED
    assert finding.confidence is not None
    assert finding.confidence > 0.5
    assert finding.citations[0].evidence_id == "flood-2016"


def test_picture_moved_to_another_city_and_day_is_found_with_both_reasons():
    (finding,) = findings("刚刚，郑州地铁口，太吓人了")
    assert {"other-date", "other-place"} <= {reason.code for reason in finding.reasons}
    assert finding.details["place_fits"] is False


def test_place_alone_may_conflict():
    (finding,) = findings("郑州的大水，请大家注意安全")
    assert finding.details["conflict"] == "place"


@pytest.mark.parametrize(
    "text",
    [
        "2016年7月6日，武汉暴雨",
        "五年前的7月，武汉也下过这样的大雨",
        "Wuhan, 6 July 2016: streets under water",
    ],
)
def test_post_that_tells_the_pictures_own_event_is_left_alone(text):
    assert findings(text) == []


@pytest.mark.parametrize("text", ["湖北的大水", "Floods in China"])
def test_larger_place_that_holds_the_pictures_place_is_no_conflict(text):
    assert findings(text) == []


@pytest.mark.parametrize(
    "text",
    ["今天郑州暴雨（资料图）", "Zhengzhou flooded today. File photo.", "今日郑州大雨，图文无关", "郑州今晚暴雨 示意图"],
)
def test_picture_marked_as_file_photograph_is_left_alone(text):
    assert findings(text) == []


def test_post_that_refutes_the_reuse_is_left_alone():
    assert findings("网传“今晚郑州”的图片不实，系谣言，请勿传播") == []


def test_text_without_time_or_place_has_nothing_to_conflict_with():
    assert findings("太震撼了") == []


def test_post_older_than_the_record_is_no_reuse():
    assert findings("今天郑州暴雨", posted_at="2015-01-01T10:00:00+08:00") == []


def test_fact_checks_date_is_not_the_pictures():
    rumour = flood(kind="fact_check", claim="郑州大水", rating="假")
    assert findings("今晚郑州大水", rumour) == []


def test_expired_record_supports_nothing():
    assert findings("今晚郑州大水", flood(expires_at="2020-01-01")) == []


def test_one_record_that_fits_silences_the_others():
    later = flood(id="flood-2021", published_at="2021-07-20", event_start="2021-07-20", places=["河南省", "郑州市"])
    assert findings("今晚郑州大水", flood(), later) == []


def test_earliest_use_is_cited():
    reprint = flood(id="reprint", published_at="2018-08-01", event_start=None)
    (finding,) = findings("今晚郑州大水", reprint, flood())
    assert finding.citations[0].evidence_id == "flood-2016"


def test_what_the_file_says_of_itself_is_shown_and_decides_nothing():
    text = "今晚的武汉，水已经漫上街道了，现场实拍"
    told = About(dates=(StatedDate("EXIF DateTimeOriginal", "2016-07-06", "camera clock"),), camera="Canon")
    (plain,), (finding,) = findings(text), findings(text, about=told)
    assert finding.weight_bits == plain.weight_bits
    assert finding.confidence == plain.confidence
    assert finding.details["metadata"]["dates"][0]["date"] == "2016-07-06"
    assert any("2016-07-06" in reason.text and reason.weight_bits == 0 for reason in finding.reasons)
    assert findings("太震撼了", about=told) == []


def test_today_means_nothing_in_a_post_without_a_time():
    assert findings("今天的武汉", posted_at=None) == []


def test_place_of_the_account_alone_is_no_conflict():
    assert findings("太震撼了", place="河南郑州") == []


def test_file_to_finding_through_index_and_screenshot(tmp_path):
    saved(scene(21), tmp_path / "flood.jpg", quality=90)
    saved(on_page(scene(21)), tmp_path / "post.jpg", quality=80)
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0nothing")
    record = flood(media=[MediaPath("flood.jpg", tmp_path / "flood.jpg")])
    index, left_out = index_pictures([record, flood(id="x", media=[MediaPath("broken.jpg", tmp_path / "broken.jpg")])])
    assert [item.code for item in left_out] == ["undecodable-media"]
    post = Post(
        id="p",
        text="今晚郑州",
        media=(MediaPath("post.jpg", tmp_path / "post.jpg"), MediaPath("broken.jpg", tmp_path / "broken.jpg")),
    )
    with PictureFinder(index, {record.id: record}.get) as finder:
        found, skipped = finder.find(post)
    assert [(hits.media, hits.hits[0].evidence.id) for hits in found] == [("post.jpg", "flood-2016")]
    assert skipped[0].path == "$.media[1]"


def test_sample_has_one_hit_and_one_calm_post():
    records = {item.id: item for item in read_evidence(FOLDER / "evidence.jsonl") if isinstance(item, Evidence)}
    posts = {item.id: item for item in read_posts(FOLDER / "posts.jsonl") if isinstance(item, Post)}
    index, left_out = index_pictures(records.values())
    assert not left_out
    verdicts = {}
    with PictureFinder(index, records.get) as finder:
        for name in ("media-wenchang", "media-dscovr"):
            post = posts[name]
            assert post.posted_at is not None
            pictures, _ = finder.find(post)
            assert pictures[0].hits[0].evidence.id == "ar-dscovr-2015"
            context = Context(
                post=post, pictures=pictures, index_version="v", settings=Settings(), now=post.posted_at.start
            )
            verdicts[name] = list(OutOfContextMediaDetector().detect(context))
    (finding,) = verdicts["media-wenchang"]
    assert finding.details["transform"]["mirrored"] is True
    assert finding.details["date_fits"] is finding.details["place_fits"] is False
    assert verdicts["media-dscovr"] == []
