"""The public door: every time expression of a text, as an interval of the zone of its base."""

from __future__ import annotations

import re
from datetime import datetime

from provenance.model.span import TextSpan
from provenance.text.dates.en import reader as english
from provenance.text.dates.fold import fold
from provenance.text.dates.found import Found
from provenance.text.dates.mask import mask
from provenance.text.dates.mention import TimeKind, TimeMention
from provenance.text.dates.other import reader as other
from provenance.text.dates.other.figures import figures
from provenance.text.dates.other.language import calendar_language
from provenance.text.dates.period import Ref
from provenance.text.dates.zh import reader as chinese
from provenance.text.translation import Translation

_WORDS = re.compile(r"[^\W\d_]{2}")
#: Beside Chinese, English is read where it is more than a name.
_ENGLISH = re.compile(
    r"(?:[a-z']+[\s,]+){3}|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s*\d|\bq[1-4]\b"
    r"|\b(?:yesterday|today|tonight|tomorrow|ago|days|weeks|months|years|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_LOWER = Translation({code: code + 32 for code in range(ord("A"), ord("Z") + 1)})
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def find_times(text: str, base: datetime) -> tuple[TimeMention, ...]:
    """Find the time expressions of a text.

    Args:
        text: as received; the spans count its code points.
        base: the moment of writing, zone-aware; relative expressions and dates without a year are read against it.

    Returns:
        Mentions from left to right, none overlapping another. A day is [midnight, next midnight), a clock time lasts
        one minute, all in the zone of `base` by wall-clock arithmetic; vague ones (近日, recently) have no ends.

    Raises:
        ValueError: `base` carries no zone.
    """
    if base.tzinfo is None:
        raise ValueError(f"base needs a zone, got {base!r}; use for example base.replace(tzinfo=UTC)")
    folded = mask(fold(text))
    ref = Ref(now=base.replace(tzinfo=None))
    found: list[Found] = []
    if _HAN.search(folded) or not _WORDS.search(folded):
        found += chinese.read(folded, ref)
    language = calendar_language(folded) if _WORDS.search(folded) and not found else None
    if language:
        found += sorted(other.read(folded, ref, language), key=lambda item: item.start)
        found += [item for item in figures(folded, ref) if not _taken(item, found)]
    elif _ENGLISH.search(folded) or not _HAN.search(folded):
        found += [item for item in english.read(folded.translate(_LOWER), ref) if not _taken(item, found)]
    return tuple(_mention(item, base) for item in sorted(found, key=lambda item: item.start))


def _taken(item: Found, others: list[Found]) -> bool:
    return any(item.start < other.end and other.start < item.end for other in others)


def _mention(found: Found, base: datetime) -> TimeMention:
    span = TextSpan(found.start, found.end)
    if found.period is None:
        return TimeMention(span, None, None, TimeKind.VAGUE)
    start, end = (moment.replace(tzinfo=base.tzinfo) for moment in (found.period.start, found.period.end))
    return TimeMention(span, start, end, found.period.kind)
