"""An old event is recognised in a post of another language, and a like event at its place is not."""

import pytest

from provenance.model.finding import Finding
from provenance.model.span import TextSpan
from tests.detectors.event_stories import archive, findings

MARKET = archive(
    "market-2012",
    "2012-05-02",
    "Fire destroys a textile market in Kunming",
    "A fire broke out in a warehouse of the textile market in Kunming, Yunnan on Tuesday night. The roof collapsed, "
    "4,300 stalls burned and 23 people died; 310 firefighters fought the flames until dawn.",
)
BRIDGE = archive(
    "bridge-2009",
    "2009-08-11",
    "重庆万州一大桥垮塌 车辆坠江",
    "重庆市万州区一座公路大桥10日夜间突然垮塌，7辆汽车坠入江中，造成16人死亡，消防员连夜搜救。",
)
ISLAND = archive(
    "island-2011",
    "2011-03-04",
    "Fähre Meerstern sinkt vor Zanzibar",
    "Die Fähre Meerstern ist in der Nacht vor Zanzibar gesunken. "
    "Fischer retteten mit ihren Booten 212 Passagiere, 31 Menschen starben.",
)


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("突发！昆明一纺织市场仓库大火，屋顶塌了，4300个摊位被烧，23人遇难", MARKET),
        ("昆明市场仓库起火，屋顶坍塌，三百多名消防员扑救到天亮，多人死亡", MARKET),
        ("Road bridge collapses in Wanzhou, Chongqing, cars fall into the river, 16 dead", BRIDGE),
        ("Cae un puente en Wanzhou (Chongqing), siete coches en el río y 16 muertos", BRIDGE),
        ("A ferry sank off Zanzibar last night, fishing boats rescued 212 passengers", ISLAND),
    ],
)
def test_an_old_event_is_recognised_in_another_language(text: str, record) -> None:
    (finding,) = findings(text, "2020-07-01", record)
    assert [citation.evidence_id for citation in finding.citations] == [record.id]
    assert finding.details["gap_days"] > 1000


@pytest.mark.parametrize(
    "text",
    [
        "昆明一家餐厅起火，无人受伤",
        "昆明纺织市场今天重新开业，摊位都满了",
        "昆明纺织市场消防演练，仓库浓烟滚滚，屋顶也拆了",
        "昆明螺蛳湾市场昨晚火灾，2人死亡",
        "大理一仓库大火，屋顶塌了，310名消防员扑救",
        "八年前昆明纺织市场仓库大火，屋顶塌了，23人遇难",
        "网传昆明纺织市场仓库大火屋顶塌了23人遇难，系旧闻，请勿转发",
    ],
)
def test_a_like_event_a_memory_and_a_refutation_stay_silent(text: str) -> None:
    assert findings(text, "2020-07-01", MARKET) == []


def test_what_both_tell_is_shown_on_both_sides() -> None:
    text = "昆明市场仓库起火，屋顶坍塌，4300个摊位被烧，多人死亡"
    (finding,) = findings(text, "2020-07-01", MARKET)
    said = {reason.code: reason.text for reason in finding.reasons}
    assert "“仓库” – “warehouse”" in said["ideas"]
    assert "“屋顶” – “roof”" in said["ideas"]
    (match,) = finding.matches
    assert match.measure == "shared-ideas"
    assert isinstance(match.evidence_span, TextSpan)
    assert "roof collapsed" in match.evidence_span.of(MARKET.text)


def test_a_recent_record_in_either_language_makes_it_news() -> None:
    fresh = archive("market-2020", "2020-06-30", MARKET.title or "", MARKET.text)
    text = "突发！昆明一纺织市场仓库大火，屋顶塌了，4300个摊位被烧，23人遇难"
    assert findings(text, "2020-07-01", MARKET, fresh) == []


def test_another_magnitude_or_line_is_another_event() -> None:
    quake = archive(
        "quake",
        "2012-09-08",
        "Earthquake in Yiliang, Yunnan",
        "An earthquake of magnitude 5.7 hit Yiliang in Yunnan. "
        "Houses collapsed, landslides blocked the roads, 81 people died and schools were closed.",
    )
    told = "云南彝良地震，房屋倒塌，滑坡堵塞道路，学校停课，多人死亡"
    assert isinstance(findings(told, "2020-07-01", quake)[0], Finding)
    assert findings(told.replace("地震", "6.9级地震", 1), "2020-07-01", quake) == []
    metro = archive(
        "metro",
        "2014-05-11",
        "Flood in the metro of Shenzhen",
        "Water broke into a tunnel of metro line 9 in Shenzhen; passengers were trapped in a train, a station shut.",
    )
    wet = "深圳地铁隧道进水，乘客被困列车，车站停运"
    assert findings(wet, "2020-07-01", metro)
    assert findings(f"{wet}，11号线停运", "2020-07-01", metro) == []


def test_a_magnitude_with_a_comma_is_the_one_with_a_point():
    quakes = archive(
        "quakes-2023",
        "2023-02-06",
        "Earthquakes in Türkiye and Syria",
        "On 6 February 2023 an earthquake of magnitude 7.8 struck near Gaziantep, followed nine hours later by one of "
        "7.5. Thousands of buildings fell in Kahramanmaraş and Antakya.",
    )
    told = (
        "Только что в Газиантепе землетрясение магнитудой 7,8, в Кахраманмараше и Антакье рушатся дома, "
        "через девять часов второй толчок 7,5"
    )
    (found,) = findings(told, "2026-11-25", quakes)
    assert found.citations[0].evidence_id == "quakes-2023"
    assert findings(told.replace("7,8", "5,1").replace("7,5", "4,4"), "2026-11-25", quakes) == []
