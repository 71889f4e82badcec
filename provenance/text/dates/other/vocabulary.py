"""The calendar words of a language as dateparser knows them, made into the patterns that find an expression."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: Shorter names stand for too much else.
_MIN_MONTH, _MIN_WEEKDAY = 3, 4
#: Words between the figures and the names: de, del, di, г., من.
_JOINT = r"(?:\s*[,.]?\s*(?:de\s+l['’]|del?|di|do|of|von|des|em|el|la|le|у|г\.?|من|के|เดือน|tháng|bulan|'a|'de)?\s*)"
_ORDINAL = r"(?:er|re|º|ª|°|\.|a|-?го|-е|е|st|nd|rd|th|-a|-ci|일|日)?"
#: Relative words that also mean something else, where the words around them do not settle it.
_TWO_MEANINGS = {"es": {"mañana"}, "de": {"morgen"}, "nl": {"morgen"}, "fr": set(), "pt": set()}


@dataclass(frozen=True, slots=True)
class Calendar:
    """Patterns of one language; groups `d`, `m`, `y` mark the parts of a date."""

    date: re.Pattern[str]
    weekday: re.Pattern[str] | None
    relative: re.Pattern[str] | None
    #: Name as written, in lower case → 1-12.
    months: dict[str, int]
    weekdays: dict[str, int]


@cache
def calendar_of(language: str) -> Calendar | None:
    """The patterns of a language; None where dateparser does not know it."""
    info = _words_of(language)
    if info is None:
        return None
    months = _names(info, _MONTHS, _MIN_MONTH if language not in ("ko", "vi") else 2)
    weekdays = _names(info, _DAYS, _MIN_WEEKDAY if language != "ko" else 3)
    if not months:
        return None
    month = rf"(?P<m>{_any(months)})\b\.?"
    year = r"(?P<y>(?:1[5-9]|20)\d\d)(?!\d)"
    day = r"(?<![\d.,:])(?P<d>[12]\d|3[01]|0?[1-9])"
    patterns = [
        rf"{day}{_ORDINAL}{_JOINT}{month}(?:{_JOINT}{year})?",
        rf"{month.replace('?P<m>', '?P<m2>')}{_JOINT}{year.replace('?P<y>', '?P<y2>')}",
    ]
    if language == "ko":
        patterns = [r"(?:(?P<y>(?:1[5-9]|20)\d\d)년\s*)?(?P<m>\d{1,2}월)(?:\s*(?P<d>\d{1,2})일)?"]
    return Calendar(
        date=re.compile("|".join(patterns), re.IGNORECASE),
        weekday=re.compile(rf"\b(?:{_any(weekdays)})\b", re.IGNORECASE) if weekdays else None,
        relative=_relative(info, language),
        months=months,
        weekdays=weekdays,
    )


def _any(names: dict[str, int] | set[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _words_of(language: str) -> dict[str, Any] | None:
    """Dateparser's words of a language, without loading dateparser itself (.05 s), which few texts need."""
    package = find_spec("dateparser")
    folder = Path(*(package.submodule_search_locations or ())) if package else Path()
    file = folder / "data" / "date_translation_data" / f"{language}.py"
    spec = spec_from_file_location(f"dateparser_words_{language}", file)
    if spec is None or spec.loader is None or not file.is_file():
        return None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, Any] = module.info
    return found


def _names(info: dict[str, list[str]], keys: tuple[str, ...], shortest: int) -> dict[str, int]:
    return {
        name.lower(): number
        for number, key in enumerate(keys, 1)
        for name in info.get(key, ())
        if len(name.strip(".")) >= shortest
    }


def _relative(info: dict[str, object], language: str) -> re.Pattern[str] | None:
    """Yesterday, next week, 3 days ago; single units such as "this hour" are left out."""
    words: set[str] = set()
    counted: list[str] = []
    ambiguous = _TWO_MEANINGS.get(language, set())
    for key, names in dict(info.get("relative-type", {})).items():  # type: ignore[call-overload]
        if not re.search(r"hour|minute|second", key):
            words |= {name for name in names if len(name) >= 3 and name not in ambiguous}
    for names in dict(info.get("relative-type-regex", {})).values():  # type: ignore[call-overload]
        counted += [
            re.sub(r"\(\\d.*?\)", r"\\d{1,3}", name) for name in names if len(name) > len(r"(\d++[.,]?\d*+)") + 3
        ]
    parts = [
        rf"(?<!\d)(?:{'|'.join(sorted(counted, key=len, reverse=True))})\b" if counted else "",
        rf"\b(?:{_any(words)})\b" if words else "",
    ]
    parts = [part for part in parts if part]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None
