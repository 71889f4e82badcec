"""Posts that join or move items of the archive, and honest ones that look alike. All texts are invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from provenance.config import Settings
from provenance.detectors.base import Context
from provenance.detectors.stitch.candidates import table_of
from provenance.detectors.stitch.moved import find_moved
from provenance.detectors.stitch.segments import segments_of
from provenance.detectors.stitched import StitchedDetector
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Pattern
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.model.post import Post

MARKET_FIRE = Evidence.from_dict(
    {
        "id": "fire-yichang",
        "kind": "archive",
        "title": "湖北宜昌一蔬菜批发市场发生火灾",
        "text": "6月3日凌晨，湖北省宜昌市一蔬菜批发市场发生火灾，过火面积约2700平方米，"
        "造成4人死亡、19人受伤，消防部门出动31辆消防车。",
        "published_at": "2024-06-03T19:00:00+08:00",
    }
)
CHEMICAL_FIRE = Evidence.from_dict(
    {
        "id": "fire-zibo",
        "kind": "archive",
        "title": "山东淄博一化工厂发生火灾",
        "text": "2022年8月，山东省淄博市一化工厂发生火灾，浓烟滚滚，附近1600名居民连夜转移，"
        "两座储罐先后爆燃，造成7人死亡、52人受伤。",
        "published_at": "2022-08-14T19:00:00+08:00",
    }
)
SCHOOL = Evidence.from_dict(
    {
        "id": "school",
        "kind": "archive",
        "title": "云南昆明新建中学投入使用",
        "text": "云南省昆明市新建的三所中学今天投入使用，共提供5400个学位。",
        "published_at": "2024-06-02T19:00:00+08:00",
    }
)
ARCHIVE = (MARKET_FIRE, CHEMICAL_FIRE, SCHOOL)
TWO_FIRES = "宜昌蔬菜批发市场大火，4人死亡19人受伤，31辆消防车到场，附近1600名居民连夜转移，两座储罐先后爆燃，浓烟滚滚"


def findings(text, *, at="2024-06-04T08:00:00+08:00", records=ARCHIVE):
    context = Context(
        post=Post.from_dict({"id": "p", "text": text, "posted_at": at}),
        hits={Kind.ARCHIVE: tuple(Hit(record, 1.0) for record in records)},
        index_version="v",
        settings=Settings(),
        now=datetime(2024, 6, 4, tzinfo=UTC),
    )
    return list(StitchedDetector().detect(context))


def test_a_fire_moved_to_another_city_is_found_with_its_record():
    (found,) = findings("太惨了，襄阳一个蔬菜批发市场昨天凌晨着火，2700平方米烧没了，4人死亡19人受伤，去了31辆消防车")
    assert found.pattern is Pattern.STITCHED
    assert found.citations[0].evidence_id == "fire-yichang"
    assert found.details["claimed_place"] == "中国/湖北省/襄阳市"
    assert found.details["parts"][0]["place"] == "中国/湖北省/宜昌市"


def test_an_event_moved_years_later_is_found_where_the_post_names_no_time_of_its_own():
    told = "襄阳一个蔬菜批发市场凌晨着火，2700平方米烧没了，4人死亡19人受伤，去了31辆消防车"
    (found,) = findings(told.replace("凌晨", ""), at="2026-11-25T08:00:00+08:00")
    assert found.citations[0].evidence_id == "fire-yichang"
    dated = told.replace("凌晨", "今天凌晨2点").replace("4人死亡19人", "2人死亡7人").replace("31辆", "12辆")
    assert findings(dated, at="2026-11-25T08:00:00+08:00") == []


def test_numbers_alone_move_no_event_however_undated():
    counts = Evidence.from_dict(
        {
            "id": "counts",
            "kind": "archive",
            "title": "云南省昆明市通报",
            "text": "昆明市新增12例，累计34例，其中盘龙区15例、官渡区17例、呈贡区23例，治愈41例。",
            "published_at": "2020-02-17T19:00:00+08:00",
        }
    )
    dishes = "广州早茶的价钱：艇仔粥12，布拉肠34，姜撞奶15，叉烧包17，虾饺23，云吞面41，都吃过了吗"
    posted = Interval.parse("2026-11-25T08:00:00+08:00")
    assert findings(dishes, at="2026-11-25T08:00:00+08:00", records=(counts,)) == []
    found = find_moved(table_of(dishes, posted, [Hit(counts, 5.0, {}, {})]))
    assert found.features["numbers"] == 4.0
    assert found.features["time_agrees"] == 0.0
    undated = find_moved(
        table_of("襄阳一批发市场着火，4人死亡19人受伤，31辆消防车", posted, [Hit(MARKET_FIRE, 5.0, {}, {})])
    )
    assert undated.features["time_agrees"] == 0.5


def test_two_fires_told_as_one_are_found_with_both_records():
    (found,) = findings(TWO_FIRES)
    cited = {citation.evidence_id for citation in found.citations}
    assert cited == {"fire-yichang", "fire-zibo"}
    assert {part["evidence_id"] for part in found.details["parts"]} == cited
    spans = [part["post_span"]["start"] for part in found.details["parts"]]
    assert spans == sorted(spans)


def altered(record, **fields):
    return Evidence.from_dict(record.to_dict() | fields)


def test_a_part_is_found_though_its_record_names_the_place_of_the_post_in_passing():
    visitor = altered(CHEMICAL_FIRE, text=CHEMICAL_FIRE.text + "厂方负责人当时正在湖北宜昌出差。")
    (found,) = findings(TWO_FIRES, records=(MARKET_FIRE, visitor, SCHOOL))
    assert {citation.evidence_id for citation in found.citations} == {"fire-yichang", "fire-zibo"}
    assert {part["place"] for part in found.details["parts"]} == {"中国/湖北省/宜昌市", "中国/山东省/淄博市"}


def test_an_undated_report_is_no_part_since_it_may_tell_the_same_event():
    undated = altered(CHEMICAL_FIRE, published_at=None, text=CHEMICAL_FIRE.text.replace("2022年8月，", ""))
    assert findings(TWO_FIRES, records=(MARKET_FIRE, undated, SCHOOL)) == []


def test_a_seam_without_a_comma_is_found_in_english():
    warehouse = Evidence.from_dict(
        {
            "id": "fire-tulsa",
            "kind": "archive",
            "title": "Warehouse fire in Tulsa kills 7",
            "text": "A fire destroyed a furniture warehouse in Tulsa, Oklahoma, killing 7 people. "
            "140 firefighters fought the flames overnight.",
            "published_at": "2024-06-03T12:00:00Z",
        }
    )
    port = Evidence.from_dict(
        {
            "id": "fire-savannah",
            "kind": "archive",
            "title": "Fire in the port of Savannah",
            "text": "A warehouse fire in Savannah, Georgia, brought down two cranes. 2,600 residents were evacuated "
            "because of ammonia fumes, and firefighters fought the flames for three days.",
            "published_at": "2022-08-14T12:00:00Z",
        }
    )
    text = (
        "The Tulsa warehouse fire killed 7 people and 140 firefighters fought the flames overnight "
        "while 2,600 residents were evacuated because of ammonia fumes"
    )
    (found,) = findings(text, records=(warehouse, port, SCHOOL))
    assert {citation.evidence_id for citation in found.citations} == {"fire-tulsa", "fire-savannah"}
    theirs = [part["post_span"] for part in found.details["parts"] if part["evidence_id"] == "fire-savannah"]
    assert text[theirs[0]["start"] :].startswith("while 2,600")


def test_the_reasons_add_up_to_the_weight():
    (found,) = findings("襄阳一个蔬菜批发市场昨天凌晨着火，2700平方米烧没了，4人死亡19人受伤，去了31辆消防车")
    assert found.weight_bits == pytest.approx(sum(reason.weight_bits for reason in found.reasons), abs=0.01)
    assert 0 <= found.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        # the same news at its own place, in other words
        "宜昌一个蔬菜批发市场昨天凌晨着火，2700平方米烧没了，4人死亡19人受伤，去了31辆消防车",
        # nested places
        "湖北一个蔬菜批发市场昨天凌晨着火，2700平方米烧没了，4人死亡19人受伤",
        # a round-up that names each place
        "近年几起火灾：湖北宜昌批发市场4人死亡19人受伤；山东淄博化工厂7人死亡52人受伤，1600名居民转移",
        # a comparison that names both
        "宜昌批发市场4人死亡19人受伤，让人想起淄博那家化工厂，1600名居民连夜转移，储罐爆燃",
        # an itinerary
        "端午路线：宜昌看三峡，襄阳吃牛杂面，十堰上武当山，高铁两小时一站",
        # a new event that resembles the old
        "襄阳一家超市今早起火，2人受伤，起火面积60平方米，已经扑灭",
        # a greeting
        "大家早上好，祝平安喜乐，转发抽奖",
        # a refutation
        "辟谣：网传襄阳批发市场火灾4人死亡19人受伤系谣言，该火灾发生在宜昌，请勿信谣传谣",
    ],
)
def test_honest_posts_stay_silent(text):
    assert findings(text) == []


def test_one_event_told_by_two_sources_is_not_stitched():
    other = Evidence.from_dict(
        {
            "id": "fire-yichang-2",
            "kind": "archive",
            "title": "宜昌批发市场火灾后续",
            "text": "湖北宜昌批发市场火灾遇难者家属已得到安置，市场共有83家商户受损。",
            "published_at": "2024-06-04T19:00:00+08:00",
        }
    )
    text = "宜昌批发市场火灾，4人死亡19人受伤，31辆消防车到场，83家商户受损，家属已得到安置"
    assert findings(text, records=(MARKET_FIRE, other, SCHOOL)) == []


def test_records_in_other_scripts_alone_join_nothing():
    told = "Пожар на рынке в Ичане, четверо погибли, жителей соседнего завода эвакуировали ночью"
    assert findings(told, records=(MARKET_FIRE, CHEMICAL_FIRE)) == []


def test_nothing_is_found_without_records_or_words():
    assert findings("襄阳着火", records=()) == []


def test_clauses_keep_their_places_in_the_post_as_received():
    from provenance.alignment.event import event_view

    text = "震級7.2，首都震感強烈；  兩萬棟房子受損 😀"
    spans = [segment.span.of(text) for segment in segments_of(event_view(text, None))]
    assert spans == ["震級7.2", "首都震感強烈", "兩萬棟房子受損 😀"]
