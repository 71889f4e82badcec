"""What an expression owes to the words around it: days of every week are none, datelines and years reach further."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from provenance.text.dates.found import Found
from provenance.text.dates.mention import TimeKind
from provenance.text.dates.period import Grain, Ref, midnight

_EVERY = re.compile(r"(?:每一?个?(?:[年月周天日]的?)?|每逢|逢|逐|隔)$")
#: Earlier in the clause; makes weekdays and times of day habits: 每天捡垃圾捡到凌晨两点.
_EVERY_IN_CLAUSE = re.compile(r"每(?:[天日晚周年]|个?(?:星期|礼拜|月))[^，,。；;！!？?：:\n]{0,16}$")
_JOINED = re.compile(r"[、和与]$")
_BIRTH = re.compile(r"(?:生日|生于|出生)\D{0,3}$")
#: Within the clause after a day: it is still to come. 可 and 计划 are left out: what "13日通报的可疑病例" tells is over.
_COMING = re.compile(
    r"[^，,。；;！!？?：:\n]{0,24}?(?:将(?!军|士|近|信)|就[要会]|预计|准备|打算|给予|发售|开售|上映|首映|首播|截止)"
)
_REPORTED = re.compile(r"\s*(?:讯|电(?!影|视|子|话|脑)|消息[，,：:])")
#: A text that names days of the week, or one festival, so often speaks of them as such: a timetable, a joke. Set on
#: principle, 2026-11.
AS_SUCH = 4
#: A dateline stands within so many characters of the beginning; set on principle, 2026-11.
_HEAD = 40


def recurs(text: str, found: Found, last_recurring: int) -> bool:
    """Whether a day or time comes back every week or year; `last_recurring` is where the last such one ended."""
    before = text[max(0, found.start - 20) : found.start]
    if _EVERY.search(before) or (last_recurring == found.start - 1 and _JOINED.search(before)):
        return True
    habit = found.kind is TimeKind.RELATIVE and not found.dated
    return habit and bool(_EVERY_IN_CLAUSE.search(before))


def is_still_to_come(text: str, end: int) -> bool:
    """Whether the clause after a day, which ends at `end`, says that the day is still to come."""
    return bool(_COMING.match(text, end))


def after(text: str, found: Found, ref: Ref) -> Ref:
    """What later expressions are read against, once `found` has been read."""
    period = found.period
    if period is None:
        return ref
    if found.kind is TimeKind.ABSOLUTE and found.dated and period.grain <= Grain.YEAR and not _of_birth(text, found):
        ref = replace(ref, year_before=period.start.year)
    if Grain.SECOND <= period.grain <= Grain.DAY and found.kind is not TimeKind.NOW:
        ref = replace(ref, last_day=midnight(period.start))
    if _is_dateline(text, found) and period.end < ref.today:
        # 昨日 of a report that is passed on weeks later is the day before the report.
        ref = replace(ref, now=period.end - timedelta(hours=6))
    return ref


def _of_birth(text: str, found: Found) -> bool:
    return text.startswith(("出生", "生于", "生人"), found.end) or bool(
        _BIRTH.search(text, max(0, found.start - 6), found.start)
    )


def _is_dateline(text: str, found: Found) -> bool:
    day = found.kind is TimeKind.ABSOLUTE and found.period is not None and found.period.grain is Grain.DAY
    return day and found.start < _HEAD and bool(_REPORTED.match(text, found.end))
