import pytest

from provenance.config import Settings
from provenance.model.finding import BITS_DECIMALS
from provenance.model.span import TextSpan
from tests.detectors.event_stories import BRIDGE, DAM, DAM_LATER, FERRY, NEAR, NOTICE, archive, findings

RETOLD = (
    "突发！青海格尔木尾矿库昨晚溃坝，3500立方米矿浆冲下来，17人失踪42人受伤，下游6个村1280人连夜转移，转给那边的亲友"
)


@pytest.mark.parametrize(
    ("text", "posted", "record"),
    [
        (RETOLD, "2019-03-02", DAM),
        ("青海格爾木尾礦庫潰壩了！3500立方米礦漿，17人失蹤42人受傷，1280名居民連夜轉移，大家小心", "2020-07-01", DAM),
        (
            "BREAKING: passenger ferry Sea Falcon sank off Zanzibar last night after hitting a reef near Pemba, "
            "31 people dead, 212 rescued by fishing boats",
            "2021-09-09",
            FERRY,
        ),
        ("最新通知：甘肃天水暴雪，全市中小学幼儿园2月3日24时前一律停课，校车停运，收到请转", "2022-01-26", NOTICE),
    ],
)
def test_an_old_event_told_as_news_is_reported_with_its_record(text: str, posted: str, record) -> None:
    (finding,) = findings(text, posted, record, BRIDGE)
    assert [citation.evidence_id for citation in finding.citations] == [record.id]
    assert finding.details["gap_days"] > 60
    assert isinstance(finding.details["gap_days"], int)
    assert finding.confidence is not None
    assert finding.confidence >= 0.5


def test_the_finding_says_when_by_which_words_and_why() -> None:
    (finding,) = findings(RETOLD, "2019-03-02", DAM)
    assert finding.details["claimed_interval"].startswith("2019-03-01")
    assert finding.details["event_interval"] == "2016-08-19"
    assert finding.details["cue"] == "昨晚"
    assert sum(reason.weight_bits for reason in finding.reasons) == pytest.approx(
        finding.weight_bits, abs=10**-BITS_DECIMALS * 9
    )
    assert finding.reasons[0].code == "prior"


def test_both_sides_are_shown() -> None:
    (finding,) = findings(RETOLD, "2019-03-02", DAM)
    (match,) = finding.matches
    assert isinstance(match.post_span, TextSpan)
    assert isinstance(match.evidence_span, TextSpan)
    assert "17人失踪" in match.post_span.of(RETOLD)
    assert "17人失踪" in match.evidence_span.of(DAM.text)


def test_the_earliest_known_record_comes_first_and_the_time_line_holds_all() -> None:
    (finding,) = findings(RETOLD, "2019-03-02", DAM_LATER, DAM, BRIDGE)
    assert [citation.evidence_id for citation in finding.citations] == ["dam-2016", "dam-2016-later"]
    assert [entry.get("evidence_id") for entry in finding.details["timeline"]] == ["dam-2016", "dam-2016-later", None]


@pytest.mark.parametrize(
    "text",
    [
        "格尔木尾矿库溃坝三周年了，3500立方米矿浆，17人失踪，1280人转移，愿逝者安息",
        "2016年8月青海格尔木尾矿库溃坝，3500立方米矿浆冲下，17人失踪42人受伤，1280人转移",
        "三年前格尔木尾矿库溃坝，17人失踪42人受伤，1280人连夜转移，我就在下游",
        "格尔木尾矿库溃坝那晚，17人失踪，1280人转移，3500立方米矿浆，我家也在里面",
        "Remembering the dam of Golmud: on this day 17 people went missing, 1280 moved",
        "格尔木尾矿库溃坝九年之后，17名失踪者的家属、1280名转移的人住进了新村",
    ],
)
def test_an_anniversary_or_a_memory_says_so_and_stays_silent(text: str) -> None:
    assert findings(text, "2019-08-19", DAM) == []


@pytest.mark.parametrize(
    "text",
    [
        "辟谣：网传“青海格尔木尾矿库昨晚溃坝17人失踪1280人转移”为2016年旧闻，请勿转发",
        "这是谣言！格尔木尾矿库溃坝3500立方米矿浆17人失踪42人受伤，早就是老新闻了",
        "格尔木尾矿库昨晚溃坝，17人失踪42人受伤，1280人转移，是真的吗？求证",
    ],
)
def test_refutations_and_questions_stay_silent(text: str) -> None:
    assert findings(text, "2019-03-02", DAM) == []


def test_fresh_sharing_stays_silent() -> None:
    assert findings(RETOLD, "2016-08-20", DAM) == []


def test_a_recent_record_of_the_same_event_silences() -> None:
    fresh = archive("dam-2019", "2019-03-02", DAM.title or "", DAM.text.replace("18日", "1日"))
    assert findings(RETOLD, "2019-03-02", DAM, fresh) == []


@pytest.mark.parametrize(
    "text",
    [
        "突发！江西德兴一尾矿库昨晚溃坝，800立方米矿浆外泄，没有人员伤亡，下游1个村80人转移",
        "青海格尔木今天发布大风蓝色预警，出门小心",
        "昨晚我们这里一座尾矿库也出事了，不是格尔木那次，3人轻伤",
    ],
)
def test_a_new_event_that_resembles_the_old_one_stays_silent(text: str) -> None:
    assert findings(text, "2019-03-02", DAM) == []


QUAKE = archive(
    "quake-2015",
    "2015-06-02",
    "青海玛多6.4级地震 9人遇难",
    "2015年6月1日14时，青海省玛多县发生6.4级地震，震源深度10公里，土木房屋大量倒塌，9人遇难、61人受伤。",
)
STORM = archive(
    "storm-2016",
    "2016-07-10",
    "台风尼伯特登陆福建",
    "台风尼伯特在福建石狮登陆，最大风力10级，闽清县梅溪水位猛涨，多个村镇被淹，73人死亡。",
)


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("青海玛多今天凌晨发生3.3级地震，没有人员伤亡报告", QUAKE),
        ("刚刚青海玛多县又震了，土木房屋倒塌了吗？据测3.3级地震，震源深度10公里", QUAKE),
        ("青海玛多县举行防震演练，模拟6.4级地震，群众有序疏散", QUAKE),
        ("台风“摩羯”今晚登陆福建，石狮、闽清多个村镇被淹，风力10级", STORM),
        ("福建闽清发布橙色预警，梅溪水位上涨，请注意防范", STORM),
        ("Ferry off Zanzibar briefly stuck on a reef near Pemba last night, nobody was hurt", FERRY),
    ],
)
def test_what_sets_a_like_event_apart_is_read(text: str, record) -> None:
    assert findings(text, "2024-09-06", record, BRIDGE, known=NEAR) == []


def test_an_old_warning_that_is_passed_on_is_still_old_news() -> None:
    warning = "台风“尼伯特”今晚登陆福建石狮，最大风力10级，闽清多个村镇被淹，请注意防范，73人死亡"
    assert len(findings(warning, "2024-09-06", STORM, BRIDGE, known=NEAR)) == 1


def test_the_gap_can_be_set() -> None:
    assert findings(RETOLD, "2016-10-01", DAM, settings=Settings(reheated_after_days=60)) == []
    assert len(findings(RETOLD, "2016-11-10", DAM, settings=Settings(reheated_after_days=60))) == 1
    assert findings(RETOLD, "2016-11-10", DAM, settings=Settings(reheated_after_days=365)) == []


def test_a_post_without_a_date_is_left_alone() -> None:
    from datetime import UTC, datetime

    from provenance.detectors.base import Context
    from provenance.detectors.reheated import ReheatedDetector
    from provenance.model.evidence import Kind
    from provenance.model.hit import Hit
    from provenance.model.post import Post

    context = Context(
        post=Post(id="post", text=RETOLD),
        hits={Kind.ARCHIVE: (Hit(DAM, 0.0),)},
        index_version="test",
        settings=Settings(),
        now=datetime(2020, 1, 1, tzinfo=UTC),
    )
    assert list(ReheatedDetector().detect(context)) == []


def test_the_scale_of_the_retrieval_score_does_not_matter() -> None:
    from dataclasses import replace

    from provenance.detectors.reheated import ReheatedDetector
    from tests.detectors import event_stories

    (plain,) = findings(RETOLD, "2019-03-02", DAM)
    hits = {event_stories.Kind.ARCHIVE: (event_stories.Hit(DAM, 1000.0),)}
    context = event_stories.Context(
        post=event_stories.Post(id="post", text=RETOLD, posted_at=event_stories.Interval.parse("2019-03-02")),
        hits=hits,
        index_version="test",
        settings=Settings(),
        now=event_stories.Interval.parse("2019-03-02").start,
    )
    (scaled,) = ReheatedDetector().detect(context)
    assert replace(scaled, index_version=plain.index_version) == plain


@pytest.mark.parametrize(("name", "reported"), [("Falcon", 1), ("Heron", 0)])
def test_a_like_event_of_another_name_is_another_event(name: str, reported: int) -> None:
    text = (
        f"BREAKING: the passenger ferry {name} sank off Zanzibar last night after hitting a reef on the way to the "
        "island. Dozens were dead and hundreds rescued by fishing boats."
    )
    record = archive(
        "ferry-named",
        "2015-05-05",
        "Passenger ferry Falcon sinks off Zanzibar after hitting a reef",
        "The passenger ferry Falcon sank off Zanzibar after hitting a reef on the way to the island. Dozens were dead "
        "and hundreds rescued by fishing boats.",
    )
    assert len(findings(text, "2021-09-09", record, BRIDGE)) == reported


DAM_ELSEWHERE = archive(
    "dam-henan",
    "2016-08-20",
    "河南栾川一尾矿库溃坝 17人失踪",
    "河南省栾川县19日夜间一座尾矿库溃坝，3500立方米矿浆冲入河谷，造成17人失踪、42人受伤，下游6个村庄1280名居民连夜转移。",
)


def test_a_like_event_of_the_same_days_at_another_place_is_no_appearance_of_this_one():
    told = "突发！青海格尔木尾矿库昨晚溃坝，3500立方米矿浆冲下来，17人失踪42人受伤，下游6个村1280人连夜转移"
    (found,) = findings(told, "2019-03-02", DAM, DAM_LATER, DAM_ELSEWHERE)
    assert {each.evidence_id for each in found.citations} == {"dam-2016", "dam-2016-later"}


@pytest.mark.parametrize("text", ["青海格尔木今晨！", "刚刚，青海格尔木堵车了"])
def test_a_post_that_shares_nothing_but_the_place_tells_no_old_event(text):
    assert findings(text, "2019-03-02", DAM, known=NEAR) == []
    (found,) = findings(f"{text}尾矿库溃坝", "2019-03-02", DAM, known=NEAR)
    assert found.citations[0].evidence_id == "dam-2016"


CATHEDRAL = archive(
    "cathedral-fire",
    "2019-04-16",
    "Fire at the cathedral of Nantes",
    "On the evening of 15 April 2019 fire broke out under the roof of the cathedral in Nantes. The spire collapsed "
    "shortly before eight while crowds watched from the banks of the river; firefighters saved the two bell towers.",
)


def test_an_old_event_told_in_other_words_is_recognised_by_what_happened_to_what():
    told = "The cathedral in Nantes is burning right now, the spire just came down in front of us. The city is in tears"
    (found,) = findings(told, "2026-11-25", CATHEDRAL, BRIDGE, known=NEAR)
    assert found.citations[0].evidence_id == "cathedral-fire"


@pytest.mark.parametrize(
    "text",
    [
        "The cathedral in Nantes is packed right now, the choir just came in and the whole city sings along",
        "Right now in Nantes: the tram is late again and the whole city is in tears about it",
    ],
)
def test_the_same_place_with_other_things_happening_is_another_event(text):
    assert findings(text, "2026-11-25", CATHEDRAL, BRIDGE, known=NEAR) == []


def test_an_old_event_in_a_long_post_in_which_people_talk_of_themselves_is_recognised():
    told = (
        "突发‼️格尔木尾矿库溃坝了，矿浆冲进河谷，下游村庄的居民连夜往外跑，我表哥开货车刚好路过那边吓得手一直抖，"
        "电话里边哭边喊，求扩散🙏 #青海# 搜寻失踪者的队伍说还要挖掘机"
    )
    (found,) = findings(told, "2021-03-02", DAM, known=NEAR)
    assert found.citations[0].evidence_id == "dam-2016"


def test_a_game_about_an_old_disaster_tells_no_news():
    told = "在模拟器里重做了格尔木尾矿库溃坝，3500立方米矿浆冲入河谷，17人失踪，通关了"
    assert findings(told, "2021-03-02", DAM, known=NEAR) == []


def test_a_new_bridge_where_a_ship_brought_the_old_one_down_is_no_old_news():
    record = archive(
        "pier-2019",
        "2019-05-11",
        "Ship brings down the Harbour Bridge of Dunedin",
        "A container ship struck a pier of the Harbour Bridge in Dunedin. Six road workers were killed when it fell.",
    )
    told = "A container ship passed under the new Harbour Bridge in Dunedin this morning, cranes everywhere, lovely"
    assert findings(told, "2026-11-25", record, known=NEAR) == []


def test_a_derailment_that_hurt_nobody_is_not_the_one_that_killed():
    record = archive(
        "train-2013",
        "2013-07-07",
        "Un train explose à Saint-Romuald",
        "Un train de pétrole a déraillé dans la nuit au centre de Saint-Romuald et a tué 47 personnes.",
    )
    told = "Un train de marchandises a déraillé ce matin à Saint-Romuald sans faire de blessés, le centre est ouvert"
    assert findings(told, "2026-03-10", record, known=NEAR) == []
