"""One-character names of provinces (鄂, 沪) in the few settings where nothing else can be meant."""

from __future__ import annotations

import re

from provenance.text.places.mention import Path

_PROVINCES = {
    "京": "北京市",
    "津": "天津市",
    "沪": "上海市",
    "渝": "重庆市",
    "冀": "河北省",
    "晋": "山西省",
    "辽": "辽宁省",
    "吉": "吉林省",
    "黑": "黑龙江省",
    "苏": "江苏省",
    "浙": "浙江省",
    "皖": "安徽省",
    "闽": "福建省",
    "赣": "江西省",
    "鲁": "山东省",
    "豫": "河南省",
    "鄂": "湖北省",
    "湘": "湖南省",
    "粤": "广东省",
    "琼": "海南省",
    "川": "四川省",
    "蜀": "四川省",
    "贵": "贵州省",
    "黔": "贵州省",
    "云": "云南省",
    "滇": "云南省",
    "陕": "陕西省",
    "甘": "甘肃省",
    "青": "青海省",
    "蒙": "内蒙古自治区",
    "桂": "广西壮族自治区",
    "藏": "西藏自治区",
    "宁": "宁夏回族自治区",
    "新": "新疆维吾尔自治区",
    "港": "香港特别行政区",
    "澳": "澳门特别行政区",
    "台": "台湾省",
}
#: These are no part of ordinary words after a verb of motion.
_CLEAR = "京沪渝冀豫鄂湘皖闽粤琼黔滇赣陕"
_PATTERNS = (
    # a number plate: 鄂A·12345
    re.compile(
        r"([京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵云陕甘青蒙桂藏宁新])(?=[a-z][·.]?[a-z0-9]{5}(?![a-z0-9]))"
    ),
    # 援鄂医疗队, 赴沪, 在京召开
    re.compile(rf"(?<=[援赴抵离返驻])([{_CLEAR}])(?![剧菜A-Za-z])"),
    re.compile(rf"(?<=[在来进])([{_CLEAR}])(?=[举召参考察调研出席务工就医隔离居住的，。、病访])"),
    # 京津冀, 川渝地区, 苏浙沪三地
    re.compile(
        r"(京)(?=津冀)|(?<=京)(津)(?=冀)|(?<=京津)(冀)|(川)(?=渝[地两])|(?<=川)(渝)(?=[地两])|(粤)(?=港澳)|(?<=粤)(港)(?=澳)|(?<=粤港)(澳)"
    ),
    # 湘警方, 鄂省
    re.compile(
        r"(?<![\u4e00-\u9fff])([鄂湘皖豫闽赣琼黔滇冀])(?=省|[\u4e00-\u9fff]{0,2}(?:警方|一男子|一女子|发生|通报))"
    ),
)


_PLACES = frozenset(_PROVINCES)


def short_provinces(folded: str) -> list[tuple[int, int, Path]]:
    """Start, end and place of every safe one-character name."""
    if folded.isascii() or _PLACES.isdisjoint(folded):
        return []
    matches = (match for pattern in _PATTERNS for match in pattern.finditer(folded))
    return sorted({(match.start(), match.end(), ("中国", _PROVINCES[match.group()])) for match in matches})
