"""Numbers of a text with what they count: 34人, 7.2级, 42 shell casings, two dead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.model.span import TextSpan
from provenance.text.list_markers import list_markers
from provenance.text.numerals import NUMBER_CHARACTERS, NUMBER_WORDS, NUMERAL, value_of
from provenance.text.rough_numbers import LOOSE, VAGUE, VAGUE_WORDS, Reach, loose_value, reach, vague_reach

#: Units that count the same thing, in Chinese and English; the first spelling names the family. 2026-11.
_FAMILIES = (
    "人 名 例 位 口 people persons person patients patient men women children students passengers cases residents"
    " 명 personas personnes menschen personen pessoas persone человек",
    "死 遇难 死亡 丧生 身亡 罹难 dead killed deaths died die dying fatalities lives"
    " muertos muertas fallecidos morts mortes mortos mortas morti tote todesopfer погибших погибли",
    "伤 受伤 injured wounded hurt injuries heridos blesses verletzte feridos feriti раненых пострадавших",
    "失踪 失联 missing unaccounted desaparecidos disparus vermisste dispersi",
    "级 magnitude mag richter",
    "公里 千米 km kilometers kilometres kilometer",
    "英里 miles mile mi",
    "米 meters metres meter m",
    "元 块 yuan rmb",
    "美元 美金 dollars dollar usd",
    "度 摄氏度 degrees degree c",
    "岁 year-old years-old yo yrs",
    "户 家 households homes houses families",
    "间 栋 幢 座 buildings houses",
    "辆 cars vehicles trucks buses",
    "架 planes aircraft jets helicopters",
    "艘 boats ships vessels",
    "吨 tons tonnes ton",
    "升 litres liters gallons",
    "平米 平方米 平 sqm",
    "亩 公顷 acres hectares",
    "发 枚 枪 rounds shots bullets casings",
)
_FAMILY = {word: words.split()[0] for words in _FAMILIES for word in words.split()}
_ZH_UNIT = re.compile("|".join(sorted((word for word in _FAMILY if not word.isascii()), key=len, reverse=True)))
_EN_UNIT = re.compile(r"[\s-]+(?:more |other |or more |confirmed )?([a-z\u0430-\u044f]+(?:-old)?)")
_SINGLE = re.compile(
    r"(?<![一二三四五六七八九十百千万亿零〇两第\d点])([一二三四五六七八九两])(?=[人名例死伤级户间栋辆架艘岁个俩])"
)
#: What befell the people counted, after the count (27人死亡, 41 people dead) or before it (死27人, killing 41 people).
_FATE_AFTER = re.compile(
    r"(?P<死>(?:不幸)?(?:死|遇难|丧生|身亡|罹难|没了)"
    r"|(?: people| persons| men| women| children)? (?:dead|killed|died|dying))"
    r"|(?P<伤>(?:不同程度)?(?:受?[轻重]?伤|挂彩)|(?: people| persons)? (?:injured|wounded|hurt))"
    r"|(?P<失踪>失踪|失联|下落不明|(?: people)? (?:missing|unaccounted))"
)
_FATE_BEFORE = re.compile(
    r"(?:(?P<死>死亡?了?|遇难了?|丧生|kill(?:ed|ing|s)(?: at least)? )"
    r"|(?P<伤>伤了?|injur(?:ed|ing|es)(?: at least)? |wound(?:ed|ing) )"
    r"|(?P<失踪>失踪))(?:[约近至少超过]{1,2})?$"
)
_PEOPLE = "人"
#: Counts of people agree with counts of what befell them; the texts only say more or less of it.
FATES = frozenset({_PEOPLE, "死", "伤", "失踪"})
#: With which two letters words of numbers begin; "a" stands by itself.
_BEGIN = "|".join(sorted({word[:2] for word in NUMBER_WORDS | VAGUE_WORDS if len(word) > 1}))
_NUMERAL = re.compile(
    rf"(?=[\d几数{''.join(sorted(NUMBER_CHARACTERS))}]|\b(?:{_BEGIN}|a\s))(?:{LOOSE}|{VAGUE}|{NUMERAL})"
)
#: Numerals that are part of a date or a clock time say when, not how many.
_TIME_AFTER = re.compile(
    r"年(?!级|轻|龄)|月(?!球)|[日号时点](?!本)|分(?:钟)?|秒|周|岁以|:\d|-\d{1,2}-\d|\s?(?:am|pm|a\.m|p\.m|o'clock)\b"
)
_TIME_BEFORE = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? $|\d:$|[/-]$")
#: With what `_TIME_BEFORE` and `_FATE_BEFORE` end, a line that ends behind it among them: nothing else is looked at.
_LAST_OF_TIME, _LAST_OF_FATE = frozenset(" :/-\n"), frozenset("死亡了难生伤踪约近至少超过 \n")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and the family of its unit, None where no unit is known.

    Attributes:
        value: the number told, or that it goes beyond (20多万: 200000); empty where no digit is told (dozens).
        reach: what it may stand for.
    """

    value: str
    unit: str | None
    span: TextSpan
    reach: Reach

    @property
    def rough(self) -> bool:
        """Whether it may stand for several numbers."""
        return self.reach.least != self.reach.most

    @property
    def spelt(self) -> str:
        """For the reader."""
        number = f"{self.reach.least:,.10g}–{self.reach.most:,.10g}" if self.rough else self.value
        return f"{number}{self.unit or ''}"

    def fits(self, other: Quantity) -> bool:
        """Whether both may stand for one number, whatever they count."""
        if self.value and self.value == other.value:
            return True
        if not (self.rough or other.rough) or self.value.endswith("%") != other.value.endswith("%"):
            return False
        return self.reach.least <= other.reach.most and other.reach.least <= self.reach.most


def quantities(folded: str) -> tuple[Quantity, ...]:
    """The numbers of a folded text (lower case, half-width, simplified), without dates, times and markers of lists."""
    found, markers = [], list_markers(folded)
    for match in _NUMERAL.finditer(folded):
        start, end = match.span()
        before = folded[start - 1 : start]
        if _TIME_AFTER.match(folded, end):
            continue
        if before in _LAST_OF_TIME and _TIME_BEFORE.search(folded, max(0, start - 12), start):
            continue
        if start in markers:
            continue
        unit, kind = _unit(folded, start, end), match.lastgroup or ""
        if unit is None and before == ":":  # a telephone, a code
            continue
        if kind == "vague":
            found.append(Quantity("", unit, TextSpan(start, end), vague_reach(match.group())))
            continue
        value = loose_value(match.group()) if kind == "loose" else value_of(kind, match.group())
        if unit is None and value.isdigit() and 1900 <= int(value) <= 2100 and kind != "loose":
            continue
        told = reach(value, folded, start, end, loose=kind == "loose")
        found.append(Quantity(value, unit, TextSpan(start, end), told))
    for match in _SINGLE.finditer(folded):
        value = str("零一二三四五六七八九".find(match[1]) if match[1] != "两" else 2)
        unit = _unit(folded, match.start(), match.end())
        span = TextSpan(match.start(), match.end())
        found.append(Quantity(value, unit, span, Reach(float(value), float(value))))
    return tuple(sorted(found, key=lambda quantity: quantity.span))


def agrees(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers may be one: they may count the same, and what is told roughly surely does."""
    if one.value and one.value == other.value:
        return compatible(one.unit, other.unit)
    return one.fits(other) and one.unit is not None and other.unit is not None and compatible(one.unit, other.unit)


def compatible(one: str | None, two: str | None) -> bool:
    """Whether two units may count the same: equal, one unknown, or people and what befell them."""
    return one == two or one is None or two is None or (_PEOPLE in (one, two) and {one, two} <= FATES)


def _unit(folded: str, start: int, end: int) -> str | None:
    after = end + (folded[end : end + 1] in ("个", "多", "余", " ")) + (folded[end : end + 2] == "多个")
    unit, stop = None, end
    if chinese := _ZH_UNIT.match(folded, after):
        unit, stop = _FAMILY[chinese.group()], chinese.end()
    elif english := _EN_UNIT.match(folded, end):
        unit, stop = _FAMILY.get(english[1]), end
    if unit in (None, _PEOPLE):
        fate = _FATE_AFTER.match(folded, stop if unit else after if folded[after - 1 : after] == "个" else end)
        if not fate and folded[start - 1 : start] in _LAST_OF_FATE:
            fate = _FATE_BEFORE.search(folded, max(0, start - 20), start)
        if fate:
            return fate.lastgroup
    return unit
