"""A flood is many accounts, near-identical words, and a short time; everything else stays silent."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from provenance.alignment.near_copies import copy_key
from provenance.config import Settings
from provenance.detectors.base import Context
from provenance.detectors.flooding import FloodingDetector
from provenance.errors import UsageError
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Pattern
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.model.post import Post

START = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
RUMOUR = "内部消息：西桥今晚要封闭检修一个月，出城只能绕行北环，车里的油现在就去加满"
TWISTS = [
    "{}",
    "🔥{}",
    "{}转给家人",
    "南京的朋友：{}",
    "{}#西桥#",
    "快看！{}",
    "{}？？",
    "{}，急急急",
    "提醒：{}",
    "{} 转！",
]


def post(name, text, minutes, author=None, **fields):
    moment = START + timedelta(minutes=minutes)
    return Post(id=name, text=text, posted_at=Interval.at(moment), author=author or f"account-{name}", **fields)


def context(item, hits=None, sections=None):
    now = item.posted_at.start if item.posted_at else START
    return Context(
        post=item, hits=hits or {}, index_version="test", settings=Settings(sections=sections or {}), now=now
    )


def flood(text=RUMOUR, count=8, step=10, **fields):
    return [post(f"p{at}", TWISTS[at % len(TWISTS)].format(text), at * step, **fields) for at in range(count)]


def check(posts, **given):
    return list(FloodingDetector().detect_batch(context(item, **given) for item in posts))


def test_eight_accounts_within_an_hour_are_a_flood_and_every_post_is_reported():
    findings = check(flood())
    assert [finding.post_id for finding in findings] == [f"p{at}" for at in range(8)]
    details = findings[3].details
    assert details["size"] == details["accounts"] == 8
    assert details["window_s"] == 70 * 60
    assert details["origin_post_id"] == "p0"
    assert len({finding.details["cluster_id"] for finding in findings}) == 1
    assert all(finding.pattern is Pattern.FLOODING for finding in findings)


def test_the_origin_stands_beside_each_copy_with_the_words_they_share():
    posts = flood()
    by_id = {item.id: item for item in posts}
    for finding in check(posts):
        match = finding.matches[0]
        assert match.evidence_id == ("p1" if finding.post_id == "p0" else "p0")
        mine, its = by_id[finding.post_id].text, by_id[match.evidence_id].text
        assert match.post_span.of(mine) == match.evidence_span.of(its)
        assert len(match.post_span) > 20
        assert finding.citations[0].published_at is not None


def test_rewordings_of_the_same_hours_belong_to_the_flood():
    reworded = post("x", "听内部人说西桥今晚封了，检修要一个月，出城走北环，赶紧把油加满", 35)
    others = [post(f"o{at}", f"{at}号楼的快递放在门卫，请{at}点前来取，谢谢配合", at) for at in range(40)]
    assert "x" in {finding.post_id for finding in check([*flood(), reworded, *others])}


def test_another_story_of_the_same_hours_does_not():
    other = post("x", "西边的晚霞真美，下班路过桥头拍了一张，今晚想吃面", 35)
    assert "x" not in {finding.post_id for finding in check([*flood(), other])}


@pytest.mark.parametrize("count", [5, 8, 12])
@pytest.mark.parametrize("step", [10, 110])
def test_only_what_will_be_reported_is_worked_out_and_that_in_full(count, step):
    posts = [context(item) for item in flood(count=count, step=step)]
    every = list(FloodingDetector().detect_batch(posts))
    assert every
    for least in sorted({finding.weight_bits for finding in every}):
        strong = FloodingDetector().detect_batch(posts, lambda bits, _, least=least: bits >= least)
        assert list(strong) == [finding for finding in every if finding.weight_bits >= least]
    sure = FloodingDetector().detect_batch(posts, lambda _, confidence: confidence > 0.9)
    assert list(sure) == [finding for finding in every if finding.confidence > 0.9]


def test_batch_after_batch_the_flood_is_seen_when_it_is_one():
    detector = FloodingDetector()
    posts = flood(count=6)
    assert list(detector.detect_batch(context(item) for item in posts[:3])) == []
    findings = list(detector.detect_batch(context(item) for item in posts[3:]))
    assert [finding.post_id for finding in findings] == ["p3", "p4", "p5"]
    assert findings[0].details["size"] == 6
    assert findings[0].details["origin_post_id"] == "p0"


def test_posts_of_last_month_are_forgotten():
    detector = FloodingDetector()
    assert list(detector.detect_batch(context(item) for item in flood(count=4))) == []
    late = [post(f"late{at}", RUMOUR, 60 * 24 * 30 + at) for at in range(4)]
    assert list(detector.detect_batch(map(context, late))) == []
    last = context(post("late9", RUMOUR, 60 * 24 * 30 + 9))
    assert next(detector.detect_batch([last])).details["size"] == 5


@pytest.mark.parametrize(
    "posts",
    [
        pytest.param(flood(count=4), id="too few"),
        pytest.param(flood(author="one account"), id="one account repeats itself"),
        pytest.param(flood(step=60 * 20), id="over a week"),
        pytest.param(flood("据央视新闻报道，西桥自今日起封闭检修一个月，请绕行北环"), id="newsroom"),
        pytest.param(flood("西桥今起封闭检修一个月，车辆绕行北环（来源：市交通台）"), id="source in brackets"),
        pytest.param(
            flood("Bridge closed for repairs for a month, drivers sent north, according to Reuters"), id="agency"
        ),
        pytest.param(flood("祝大家中秋快乐，阖家团圆，身体健康，万事如意"), id="greeting"),
        pytest.param(flood("Merry Christmas and a happy new year to you and your family"), id="greeting en"),
        pytest.param(flood("转发并关注我们，抽三位朋友各送一台平板电脑，周五晚上开奖"), id="prize draw"),
        pytest.param(flood("Retweet and follow for a chance to win a new phone, winner on Friday"), id="prize draw en"),
        pytest.param(flood("【辟谣】网传西桥封闭检修一个月不属实，大桥通行正常，请勿转发"), id="refutation"),
    ],
)
def test_look_alikes_stay_silent(posts):
    assert check(posts) == []


def test_posts_without_a_date_or_an_account_are_not_counted():
    undated = [Post(id=f"p{at}", text=RUMOUR, author=f"a{at}") for at in range(9)]
    nameless = [Post(id=f"q{at}", text=RUMOUR, posted_at=Interval.at(START)) for at in range(9)]
    assert check([*undated, *nameless]) == []


def test_a_fresh_official_notice_that_many_copy_is_no_flood_but_an_old_one_is():
    def notice(day):
        return Evidence(
            id="r1", kind=Kind.RELEASE, text=f"市政府通告。{RUMOUR}。特此通告。", published_at=Interval.parse(day)
        )

    def hits(day):
        return {Kind.RELEASE: (Hit(notice(day), 9.0),)}

    assert check(flood(), hits=hits("2026-05-04")) == []
    assert len(check(flood(), hits=hits("2023-05-04"))) == 8


def test_the_fact_check_that_a_flood_repeats_is_cited():
    record = Evidence(
        id="fc1",
        kind=Kind.FACT_CHECK,
        text="西桥并未封闭。",
        rating="虚假",
        publisher="某核查平台",
        url="https://example.org/1",
    )
    findings = check(flood(), hits={Kind.FACT_CHECK: (Hit(record, 6.0),)})
    assert [citation.evidence_id for citation in findings[2].citations] == ["p0", "fc1"]
    assert findings[2].citations[1].rating == "虚假"
    assert findings[2].details["repeats"] == "fc1"
    weak = check(flood(), hits={Kind.FACT_CHECK: (Hit(record, 0.5),)})
    assert weak[2].details["repeats"] is None


def test_each_copy_names_the_earlier_post_it_is_nearest_to():
    posts = [*flood(count=6), post("late", TWISTS[3].format(RUMOUR) + "！", 100)]
    found = {finding.post_id: finding.details["nearest_earlier_post_id"] for finding in check(posts)}
    assert found["p0"] is None
    assert found["late"] == "p3"


def test_settings_are_read_and_mistakes_are_named():
    assert len(check(flood(count=3), sections={"flooding": {"min_accounts": 3}})) == 3
    with pytest.raises(UsageError, match="min_acounts"):
        check(flood(), sections={"flooding": {"min_acounts": 3}})
    with pytest.raises(UsageError, match="must be a number"):
        check(flood(), sections={"flooding": {"window_hours": "a day"}})


@given(st.permutations(flood(count=7)))
def test_the_order_of_the_posts_makes_no_difference(posts):
    assert {item.post_id: item for item in check(posts)} == {item.post_id: item for item in check(flood(count=7))}


def confidence(*posts, **given):
    return {finding.confidence for finding in check(list(posts), **given)}


def test_more_accounts_and_less_time_make_a_flood_more_certain():
    (small,) = {round(min(confidence(*flood(count=5, step=60))), 2)}
    (large,) = {round(min(confidence(*flood(count=20, step=15))), 2)}
    (slow,) = {round(min(confidence(*flood(count=5, step=300))), 2)}
    assert 0.5 < small < large < 1
    assert slow < small


def test_confidence_says_what_the_reasons_add_up_to():
    for finding in check(flood()):
        assert finding.confidence == pytest.approx(1 / (1 + 2**-finding.weight_bits), abs=1e-3)
        assert [reason.code for reason in finding.reasons][:2] == ["prior", "accounts"]


def test_who_lowers_the_number_of_accounts_gets_findings_that_are_shown():
    three = flood(count=3, step=30)
    assert not check(three)
    assert min(confidence(*three, sections={"flooding": {"min_accounts": 3}})) > 0.5


@given(st.lists(st.sampled_from(range(3 * len(TWISTS))), min_size=5, max_size=14))
def test_the_nearest_earlier_post_is_the_first_of_the_most_alike(chosen):
    texts = [RUMOUR[: len(RUMOUR) - number // len(TWISTS)] for number in chosen]
    posts = [
        post(f"p{at}", TWISTS[number % len(TWISTS)].format(text), at)
        for at, (number, text) in enumerate(zip(chosen, texts, strict=True))
    ]
    keys = [copy_key(item.text) for item in posts]
    for finding in check(posts):
        place = int(finding.post_id.removeprefix("p"))
        alike = [Indel.normalized_similarity(keys[place], key) for key in keys[:place]]
        expected = f"p{alike.index(max(alike))}" if alike else None
        assert finding.details["nearest_earlier_post_id"] == expected
