"""Names in a text that count as places there: boundaries, letter case, and what stands beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.text.places.compounds import EN_COMPOUND, ZH_COMPOUND
from provenance.text.places.gazetteer import Entry, Gazetteer
from provenance.text.places.mention import Path
from provenance.text.places.other_scripts import OTHER, stands_alone
from provenance.text.places.persons import part_of_a_name
from provenance.text.places.safe_short import short_provinces
from provenance.text.places.strength import Strength
from provenance.text.places.words import GIVEN_NAMES

#: Accounts and addresses name no place.
_LINK = re.compile(r"(?:https?://|www\.)[^\s\u4e00-\u9fff]+")
_NAME = r"[@＠][\w\-－·]+(?:\s*客户端)?"
_ADDRESS = re.compile(r"@[\w-]+\.[\w.]")
_LINK_OR_NAME = re.compile(rf"{_LINK.pattern}|{_NAME}")
_HANDLE = re.compile(rf"{_LINK.pattern}|[\w.+-]+{_ADDRESS.pattern}+|{_NAME}")
_LATIN = re.compile(r"[0-9a-z\u00c0-\u024f]")
#: What may stand before a weak English name.
_LEADS_IN = re.compile(
    r"(?:\b(?:in|at|near|from|outside|around|across|throughout|hits?|hit|rocks?|strikes?|struck|shakes?|off|leaving|reached|"
    r"(?:north|south|east|west|central|northern|southern|eastern|western|downtown|greater|city of|town of|village of|"
    r"province of|state of|capital of|miles? (?:north|south|east|west|northeast|northwest|southeast|southwest)? ?of))"
    r"(?:,? ?(?:the )?(?:north|south|east|west|central|northern|southern|eastern|western|downtown|nearby))? $)"
)
#: What may stand after a weak Chinese name …
_ZH_AFTER = re.compile(
    r"[县市区镇州省]|.{0,4}(?:警方|公安|警察|法院|检察|发生|暴雨|地震|洪水|水灾|火灾|大火|爆炸|疫情|煤矿|塌方|坍塌|起火|医院|机场|火车站|"
    r"高铁站|高速|中学|小学|一中|政府|县委|市委|通报|街头|网友|一男子|一女子|男子|女子|山火|台风|海域|境内|全城|封城|当地|化工厂)"
)
#: … and before it.
_ZH_BEFORE = re.compile(
    r"(?:位于|来自|前往|抵达|发生在|途经|现身|走进|[在赴离往]|(?:^|[，。！!？?：:【\[#\s])今?[日天早晚]?)$"
)
#: 陈宝山, 刘海宁: people called like a county.
_PERSON = re.compile(
    "[王李张刘陈杨黄赵周吴徐孙朱胡郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘袁蒋杜苏魏程吕丁沈姚卢傅钟姜崔谭廖范汪贾韦夏邱侯邹熊孟秦阎薛尹段雷黎史龙陶贺顾毛郝龚邵钱严覃戴莫孔汤]$"
)
#: 缙云山 and 武功山 are mountains, 南安普顿 is a transliteration.
_LANDFORM = re.compile("[山河湖溪岛寺塔洞峡酒茶](?![区火体洪边段口])|[普顿斯尔特姆蒂克]")


@dataclass(frozen=True, slots=True)
class Raw:
    """A name found, not yet decided."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    #: Whether it counts only if another mention supports it.
    needs_support: bool


def raw_mentions(text: str, gazetteer: Gazetteer) -> list[Raw]:
    """Every name that may be a place, left to right, none overlapping."""
    folded = gazetteer.fold(text)
    hidden = _accounts(folded)
    found: list[Raw] = []
    taken: list[tuple[int, int]] = []
    for number, start, end in gazetteer.hits(folded):
        latin = bool(_LATIN.match(folded[start]))
        if latin and not _whole_word(folded, start, end):
            continue
        beside = bool(taken) and taken[-1][1] == start
        taken.append((start, end))
        entries = gazetteer.entries(number)
        if not entries or any(start < last and first < end for first, last in hidden):
            continue
        if OTHER.search(folded, start, end):
            judged = _in_other_script(text, folded, start, end, entries)
        else:
            judged = (
                _latin(text, folded, start, end, entries) if latin else _chinese(folded, start, end, entries, beside)
            )
        if judged is not None:
            found.append(judged)
    for start, end, path in short_provinces(folded):
        if not any(start < last and first < end for first, last in (*taken, *hidden)):
            found.append(Raw(start, end, (Entry(path, Strength.STRONG, 0),), needs_support=False))
    found.sort(key=lambda raw: raw.start)
    return found


def _in_other_script(text: str, folded: str, start: int, end: int, entries: tuple[Entry, ...]) -> Raw | None:
    if not stands_alone(text, folded, start, end):
        return None
    weak = all(entry.strength is Strength.WEAK for entry in entries)
    return Raw(start, end, entries, needs_support=weak)


def _accounts(folded: str) -> list[tuple[int, int]]:
    """Where accounts and addresses stand."""
    if "@" not in folded and "＠" not in folded:
        return [match.span() for match in _LINK.finditer(folded)] if "." in folded else []
    # an address is looked for from every letter on, which takes long in Chinese
    pattern = _HANDLE if _ADDRESS.search(folded) else _LINK_OR_NAME
    return [match.span() for match in pattern.finditer(folded)]


def _whole_word(folded: str, start: int, end: int) -> bool:
    before = start > 0 and _LATIN.match(folded[start - 1])
    after = end < len(folded) and _LATIN.match(folded[end])
    return not before and not after and folded[start - 1 : start] != "_" and folded[end : end + 1] != "_"


def _latin(text: str, folded: str, start: int, end: int, entries: tuple[Entry, ...]) -> Raw | None:
    strongest = max(entry.strength for entry in entries)
    name = text[start:end]
    if not name[0].isupper():
        if strongest is not Strength.ANY_CASE and not name.startswith("the "):
            return None
    elif len(name) <= 3 and not name.isupper():
        return None
    if EN_COMPOUND.match(folded, end) or part_of_a_name(text, start, end):
        return None
    if strongest is Strength.WEAK or (
        name in GIVEN_NAMES and strongest is Strength.PLAIN and folded[end : end + 2] == "'s"
    ):
        led = _LEADS_IN.search(folded, max(0, start - 40), start) is not None
        return Raw(start, end, entries, needs_support=not led)
    return Raw(start, end, entries, needs_support=False)


def _is_county(path: Path) -> bool:
    """Whether the path ends in a county of China or a district of a municipality."""
    return path[0] == "中国" and (len(path) > 3 or (len(path) == 3 and path[1].endswith("市")))


def _chinese(folded: str, start: int, end: int, entries: tuple[Entry, ...], beside: bool) -> Raw | None:
    if ZH_COMPOUND.match(folded, end):
        return None
    strongest = max(entry.strength for entry in entries)
    if strongest >= Strength.STRONG:
        return Raw(start, end, entries, needs_support=False)
    bare_county = end - start == 2 and all(_is_county(entry.path) for entry in entries)
    if bare_county and ((not beside and _PERSON.search(folded, 0, start)) or _LANDFORM.match(folded, end)):
        return None
    if strongest is Strength.WEAK or (bare_county and len(entries) > 1):
        before = folded[max(0, start - 6) : start]
        held = _ZH_AFTER.match(folded, end) and (not before or _ZH_BEFORE.search(before))
        return Raw(start, end, entries, needs_support=not held)
    return Raw(start, end, entries, needs_support=False)
