"""The date that a page or transcript states for itself, in the words publishers use."""

from __future__ import annotations

import re

_DAY = r"(?P<year>\d{4})\s*[年./-]\s*(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*日?"
_CLOCK = r"(?:\s*[T ]?\s*(?P<hour>\d{1,2})\s*[:：时]\s*(?P<minute>\d{2})分?)?"
_VERB = r"(?:发布|发表|更新|刊发|發布|發表|刊登)"
_LABELLED = re.compile(rf"(?:{_VERB}?(?:时间|日期|時間)\s*[:：]?\s*|{_VERB}于\s*[:：]?\s*){_DAY}{_CLOCK}")
#: `2021-07-20 18:30 来源：新华网`, and the other way round.
_BESIDE_SOURCE = re.compile(rf"{_DAY}{_CLOCK}[^\n]{{0,20}}?[来來]源\s*[:：]")
_AFTER_SOURCE = re.compile(rf"[来來]源\s*[:：][^\n]{{1,30}}?\s{_DAY}{_CLOCK}")
_ANY = re.compile(rf"{_DAY}{_CLOCK}")
_SOURCE = re.compile(r"[来來]源\s*[:：]\s*(?P<name>[^\s|｜<>\d，,。]{2,30})")


def labelled_date(text: str) -> str | None:
    """The date beside `发布时间`, `发表于` or `来源`, as ISO 8601; None where the text labels none.

    A page's generic date finder prefers footers and copyright years to these labels, so they are asked first.
    """
    for pattern in (_LABELLED, _BESIDE_SOURCE, _AFTER_SOURCE):
        if found := pattern.search(text):
            return _iso(found)
    return None


def first_date(text: str) -> str | None:
    """The first full date in a heading, as ISO 8601."""
    found = _ANY.search(text)
    return _iso(found) if found else None


def stated_source(text: str) -> str | None:
    """The name after `来源：`."""
    found = _SOURCE.search(text)
    return found["name"] if found else None


def _iso(found: re.Match[str]) -> str:
    day = f"{found['year']}-{int(found['month']):02d}-{int(found['day']):02d}"
    return day if found["hour"] is None else f"{day}T{int(found['hour']):02d}:{found['minute']}"
