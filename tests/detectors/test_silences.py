"""A detector that stays silent can say by which rule, by which words, and which record came near."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from provenance.config import Settings
from provenance.detectors.base import Context
from provenance.detectors.debunked import DebunkedDetector
from provenance.detectors.judging import Judging
from provenance.detectors.misattributed_quote import MisattributedQuoteDetector
from provenance.detectors.out_of_context_media import OutOfContextMediaDetector
from provenance.detectors.reheated import ReheatedDetector
from provenance.detectors.stitched import StitchedDetector
from provenance.model.evidence import Evidence, Kind
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.model.silence import Silence
from tests.detectors.event_stories import DAM, NEAR, archive
from tests.detectors.test_debunked import AsRanked, fact_check, hit

RETOLD = "突发！青海格尔木尾矿库昨晚溃坝，3500立方米矿浆冲下来，17人失踪42人受伤，下游6个村1280人连夜转移"
QUAKE = archive(
    "quake-2010",
    "2010-04-14",
    "青海玉树7.1级地震 多人遇难",
    "青海省玉树州4月14日7时49分发生7.1级地震，结古镇房屋大量倒塌，多人遇难，救援队伍连夜赶往玉树，附近学校停课。",
)


def said(detector: Judging, context: Context) -> list[Silence]:
    """What it says, by way of the step that a check leaves out where there is nothing else."""
    judged = list(detector.judge(context)) or list(detector.nearly(context))
    assert all(isinstance(each, Silence) for each in judged)
    assert not list(detector.detect(context))
    return [each for each in judged if isinstance(each, Silence)]


def beside(text: str, posted: str | None, *records: Evidence, known: Mapping[str, float] | None = None) -> Context:
    when = Interval.parse(posted) if posted else None
    return Context(
        post=Post(id="post", text=text, posted_at=when),
        hits={Kind.ARCHIVE: tuple(Hit(record, 0.0, dict(known or {})) for record in records)},
        index_version="test",
        settings=Settings(),
        now=(when or Interval.parse("2019-01-01")).start + timedelta(hours=1),
    )


def reheated(text: str, posted: str | None, *records: Evidence, known: Mapping[str, float] | None = None) -> Silence:
    (found,) = said(ReheatedDetector(), beside(text, posted, *records, known=known))
    return found


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("三周年。" + RETOLD, "remembers", "三周年"),
        (RETOLD + "，别和上次搞混", "sets-apart", "别和上次搞混"),
        ("别信！这是谣言：" + RETOLD, "refutes", "谣言"),
        ("这是真的吗？" + RETOLD, "asks", "真的吗"),
        (RETOLD.replace("昨晚", "2016年8月18日"), "says-the-date", "2016年8月18日"),
    ],
)
def test_the_words_that_tell_an_old_event_as_old_are_quoted(text: str, code: str, words: str) -> None:
    found = reheated(text, "2019-03-02", DAM)
    assert found.reason.code == code
    assert words in found.reason.text
    assert found.evidence_id == "dam-2016"


def test_a_new_quake_at_an_old_place_is_told_by_both_sizes() -> None:
    text = "快讯：青海玉树刚刚发生5.2级地震，结古镇震感强烈，房屋倒塌，救援队伍连夜赶往玉树，附近学校停课"
    found = reheated(text, "2024-03-02", QUAKE, known=NEAR)
    assert (found.reason.code, found.evidence_id) == ("other-size", "quake-2010")
    assert "5.2级" in found.reason.text
    assert "7.1级" in found.reason.text


def test_a_post_from_the_place_of_an_old_disaster_in_which_nothing_happens_tells_another_matter() -> None:
    text = "青海玉树结古镇今天7时49分升旗，附近学校的孩子们连夜排练，州里的队伍前往赛马场，房屋都挂上了经幡"
    found = reheated(text, "2024-04-20", QUAKE, known=NEAR)
    assert (found.reason.code, found.evidence_id) == ("nothing-happened", "quake-2010")
    assert "地震" in found.reason.text


def test_the_same_event_elsewhere_is_told_by_both_places() -> None:
    text = "突发！江西德兴一尾矿库昨晚溃坝，800立方米矿浆冲入河谷，3人失踪，下游村庄居民连夜转移，救援队伍搜寻失踪者"
    found = reheated(text, "2019-03-02", DAM, known=NEAR)
    assert found.reason.code == "other-place"
    assert "江西省" in found.reason.text
    assert "格尔木市" in found.reason.text


def test_the_same_event_elsewhere_with_as_many_villages_says_that_a_small_number_is_shared() -> None:
    text = "突发！江西德兴一尾矿库昨晚溃坝，矿浆冲入河谷，下游6个村庄居民连夜转移，救援队伍搜寻失踪者"
    found = reheated(text, "2019-03-02", DAM, known=NEAR)
    assert found.reason.code == "other-place"
    assert "a small number is all that they share" in found.reason.text


def test_a_post_of_which_only_the_place_is_known_is_told_with_place_and_date() -> None:
    found = reheated("格尔木今天的日落太美了，朋友们周末来玩", "2019-03-02", DAM)
    assert found.reason.code == "same-place"
    assert "格尔木市" in found.reason.text
    assert "2016-08-19" in found.reason.text


def test_a_recent_record_of_the_same_is_named_in_place_of_the_old_one() -> None:
    fresh = archive("dam-2019", "2019-03-02", DAM.title or "", DAM.text)
    found = reheated(RETOLD, "2019-03-02", DAM, fresh)
    assert (found.reason.code, found.evidence_id) == ("recent-event", "dam-2019")


def test_without_a_time_of_posting_nothing_is_old() -> None:
    assert reheated(RETOLD, None, DAM).reason.code == "no-time"


def test_a_post_about_nothing_of_the_kind_is_not_commented_on() -> None:
    assert said(ReheatedDetector(), beside("今天面包烤焦了", "2019-03-02", DAM)) == []


def beside_checks(*hits: Hit, text: str = "Soup of lemon peel cures the plague, share it!") -> Context:
    return Context(
        post=Post(id="post", text=text, posted_at=Interval.parse("2024-05-01")),
        hits={Kind.FACT_CHECK: hits},
        index_version="test",
        settings=Settings(),
        now=Interval.parse("2024-05-01").start,
    )


def debunked(*hits: Hit, **more: str) -> list[Silence]:
    context = beside_checks(*hits, **more)
    return [each for each in DebunkedDetector(AsRanked()).judge(context) if isinstance(each, Silence)]


def test_a_claim_of_which_a_post_says_too_little_is_named_with_what_is_missing() -> None:
    hits = [hit(fact_check("near"), 0.3), hit(fact_check("far"), -3.0), hit(fact_check("true", rating="True"), 0.6)]
    (found,) = said(DebunkedDetector(AsRanked()), beside_checks(*hits))
    assert (found.reason.code, found.evidence_id) == ("falls-short", "near")
    assert "+0.3 bits; +1.0 are needed" in found.reason.text


def test_a_claim_that_a_post_is_far_from_is_not_named() -> None:
    assert said(DebunkedDetector(AsRanked()), beside_checks(hit(fact_check(), -8.0))) == []


@pytest.mark.parametrize(
    ("records", "text", "code", "named"),
    [
        ([fact_check(expires_at="2024-01-01")], None, "expired", "soup"),
        ([fact_check("old"), fact_check("new", supersedes=("old",))], None, "replaced", "old"),
        ([fact_check("true", rating="True"), fact_check("soup")], None, "confirmed", "true"),
        ([fact_check()], "It is a hoax that soup of lemon peel cures the plague", "refutes", "soup"),
        ([fact_check(claim="The city pays 5000 yuan")], "The city pays 5600 yuan", "other-number", "soup"),
    ],
    ids=["expired", "replaced", "confirmed", "refuted", "another number"],
)
def test_a_fact_check_that_is_not_cited_is_named_with_the_reason(records, text, code, named) -> None:
    bits = {"true": 9.0}
    hits = [hit(record, bits.get(record.id, 2.5)) for record in records]
    found = debunked(*hits, **({"text": text} if text else {}))
    assert (code, named) in [(each.reason.code, each.evidence_id) for each in found]


def test_a_post_that_asks_joins_nothing() -> None:
    (found,) = said(StitchedDetector(), beside("这是真的吗？" + RETOLD, "2019-03-02", DAM))
    assert found.reason.code == "asks"


@pytest.mark.parametrize("detector", [MisattributedQuoteDetector(), OutOfContextMediaDetector()])
def test_without_a_quotation_or_a_picture_there_is_nothing_to_say(detector: Judging) -> None:
    assert said(detector, beside(RETOLD, "2019-03-02", DAM)) == []
