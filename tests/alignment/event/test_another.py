"""What sets a post's event apart from one of the same kind."""

import pytest

from provenance.alignment.event.another import same_storm, told_apart

QUAKE = "四川省某县发生7.0级地震，25人遇难，六万多名游客连夜疏散"


@pytest.mark.parametrize(
    ("post", "record", "code"),
    [
        ("该县今晨发生3.1级地震", QUAKE, "size"),
        ("Gempa magnitudo 4,1 terasa pagi ini", "Gempa berkekuatan 7,4 mengguncang kota", "size"),
        ("규모 3.2 지진", "규모 5.4 지진이 도시를 흔들었다", "size"),
        ("4,2 büyüklüğünde deprem", "7,7 büyüklüğünde deprem kenti yıktı", "size"),
        ("A magnitude 4.9 quake shook the town", "On Monday a 7.8-magnitude earthquake flattened the town", "size"),
        ("震度3の地震がありました", "震度7を観測した", "size"),
        ("台风“苏拉”逼近，停课", "强台风天鸽登陆", "name"),
        ("Hurricane Beryl floods the bayou", "Hurricane Harvey flooded the city, dozens died", "name"),
        ("仓库起火，无人员伤亡", "仓库爆炸，165人遇难", "unhurt"),
        ("Warehouse fire, no injuries reported", "The warehouse exploded and killed 12 people", "unhurt"),
        ("公交车和货车蹭了一下，没人受伤，就是堵车", "公交车坠江，15人遇难", "unhurt"),
        ("刚才小震了一下，家里人都没事", QUAKE, "unhurt"),
        ("信號故障，列車晚點二十分鐘", "列車出軌，49人罹難", "mild"),
        ("預計明晨登陸，提前做好準備", "登陸時風力14級，水浸停電", "ahead"),
        ("工厂开展爆炸事故应急演练", "工厂爆炸，78人遇难", "drill"),
        ("预计明早登陆，请注意防范", "登陆时风力14级，水浸停电", "ahead"),
        (
            "Reservoirs at normal levels, showers on Friday",
            "The reservoirs spilled over, boats rescued thousands",
            "mild",
        ),
        ("The city expects scattered showers tonight", "Rain flooded the city, thousands were rescued", "ahead"),
        ("Canal traffic back to normal after ship was refloated", "The ship ran aground and blocked the canal", "mild"),
    ],
)
def test_a_contradiction_is_named(post: str, record: str, code: str) -> None:
    found = told_apart(post, record, specific=False)
    assert found is not None
    assert found.code == code
    assert found.span.of(post)


@pytest.mark.parametrize(
    ("post", "record"),
    [
        ("该县发生7.0级地震", QUAKE),
        ("a strong 6.1-magnitude earthquake", "An earthquake of magnitude 6. 1 struck"),
        ("发生7.5级地震，快跑", "发生7.6级地震"),
        ("台风天鸽登陆，街道全淹了", "强台风天鸽登陆，有人遇难"),
        ("仓库爆炸，165人遇难", "仓库爆炸，165人遇难"),
        ("无人员伤亡", "起火，无人员伤亡"),
        ("仓库爆炸，没人受伤的说法是假的", "仓库爆炸，165人遇难"),
        ("地铁进水，可能有人被困，暴雨红色预警", "列车停运，积水漫到胸口"),
        ("Floods now, several killed, more rain is expected", "The river burst its banks"),
        ("当晚恢复运营", "车站当晚恢复运营，没有人员伤亡"),
    ],
)
def test_what_agrees_is_no_contradiction(post: str, record: str) -> None:
    assert told_apart(post, record, specific=False) is None


def test_that_nothing_happened_counts_whatever_else_is_shared() -> None:
    post, record = (
        "The Addicks and Barker reservoirs are at normal levels",
        "The Addicks and Barker reservoirs spilled over",
    )
    assert told_apart(post, record, specific=True) is not None


def test_a_forecast_counts_only_where_nothing_definite_is_shared() -> None:
    post, record = "预计明早登陆，请注意防范", "登陆时风力14级"
    assert told_apart(post, record, specific=False) is not None
    assert told_apart(post, record, specific=True) is None


@pytest.mark.parametrize(
    ("post", "record", "same"),
    [
        ("台风山竹今天登陆，大树倒了一地", "强台风山竹在台山登陆", True),
        ("Hurricane Ida floods the subway", "The remains of Hurricane Ida flooded the subway", True),
        ("台风登陆，大树倒了一地", "强台风山竹在台山登陆", False),
        ("台风苏拉登陆", "强台风山竹在台山登陆", False),
    ],
)
def test_a_storm_is_known_by_its_name(post: str, record: str, same: bool) -> None:
    assert same_storm(post, record) is same
