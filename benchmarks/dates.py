"""Chinese time expressions of two public sets: how many are read as their authors read them.

usage: python -m benchmarks.dates DATA [--wrong]
The parser specifications of Recognizers-Text resolve a date without a year both ways, to the future and to the past;
either is right. Of JioNLP's cases those count that have a moment or a span with two ends as their answer. A reading is
right that begins on the day of the expected one and ends within 26.4 hours of its end, the tolerance of the shared
scorer for ranges; a moment with a time of day must begin within the hour.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from provenance.text.dates import find_times

_TOLERANCE = timedelta(hours=26.4)
_SPECIFICATIONS = ("DateParser", "DatePeriodParser", "DateTimeParser", "DateTimePeriodParser", "HolidayParser")
_POINTS = ("date", "datetime", "time")
_FORMS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S")
#: What a base of JioNLP that leaves something open is taken to mean.
_PARTS = ("year", "month", "day", "hour", "minute", "second")
_FIRST = (2021, 1, 1, 0, 0, 0)
_BEIJING = timedelta(hours=8)

Span = tuple[datetime, datetime]


def moment(written: str) -> datetime | None:
    for form in _FORMS:
        try:
            return datetime.strptime(written, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def read(text: str, base: datetime) -> list[Span]:
    return [(found.start, found.end) for found in find_times(text, base) if found.start and found.end]


def right(got: Span, wanted: Span, *, clock: bool) -> bool:
    if clock:
        return abs(got[0] - wanted[0]) < timedelta(hours=1)
    return got[0].date() == wanted[0].date() and abs(got[1] - wanted[1]) <= _TOLERANCE


def specification(path: Path) -> list[tuple[str, datetime, str, list[list[Span]]]]:
    """Text, base, `points` or `ranges`, and for each expression the readings that are right."""
    cases = []
    for case in json.loads(path.read_text("utf-8-sig")):
        base = moment(case.get("Context", {}).get("ReferenceDateTime", "")[:19])
        wanted, kinds = [], set()
        for result in case["Results"]:
            kind, value = result.get("Type", ""), result.get("Value") or {}
            spans = []
            for resolution in (value.get("FutureResolution") or {}, value.get("PastResolution") or {}):
                ends = [end for end in map(moment, resolution.values()) if end]
                if ends and len(ends) == len(resolution) and kind in (*_POINTS[:2], "daterange", "datetimerange"):
                    spans.append((ends[0], ends[-1]))
            if spans:
                wanted.append(spans)
                kinds.add("points" if kind in _POINTS else "ranges")
        if base and wanted and len(wanted) == len(case["Results"]):
            cases.append((case["Input"], base, "points" if kinds == {"points"} else "ranges", wanted))
    return cases


def jionlp(path: Path) -> list[tuple[str, datetime, str, list[list[Span]]]]:
    cases = []
    for row in json.loads(path.read_text("utf8")):
        text, given, answer = row["case"][:3]
        if not isinstance(answer, dict) or answer["type"] not in ("time_point", "time_span"):
            continue
        ends = [moment(end) for end in answer["time"]]
        if isinstance(given, dict):
            parts = [given.get(part, first) for part, first in zip(_PARTS, _FIRST, strict=True)]
            base = datetime(*parts, tzinfo=UTC)
        elif isinstance(given, list):
            base = datetime(*given, *_FIRST[len(given) :], tzinfo=UTC)
        else:
            base = datetime.fromtimestamp(given, UTC) + _BEIJING
        if all(ends):
            cases.append((text, base, answer["type"], [[(ends[0], ends[1])]]))
    return cases


def shares(data: Path, *, wrong: bool = False) -> dict[str, dict[str, tuple[int, int]]]:
    """By set and kind of expression: how many are read right, of how many; `wrong` prints the others."""
    folder = data / "recognizers_text_datetime_specs" / "Chinese"
    sets = {
        "Recognizers-Text": [case for name in _SPECIFICATIONS for case in specification(folder / f"{name}.json")],
        "JioNLP": jionlp(data / "jionlp_tests_zh" / "test_time_parser.cases.json"),
    }
    found = {}
    for title, cases in sets.items():
        good, asked = Counter(), Counter()
        for text, base, kind, wanted in cases:
            got = read(text, base)
            clock = [kind == "points" and any((w[0].hour, w[0].minute) != (0, 0) for w in spans) for spans in wanted]
            fine = all(
                any(right(g, w, clock=by) for g in got for w in spans) for spans, by in zip(wanted, clock, strict=True)
            )
            asked[kind] += 1
            good[kind] += fine
            if wrong and not fine:
                print(f"  {kind}: {text} @ {base:%Y-%m-%d %H:%M} expected {[str(e) for e in wanted[0][0]]}, read {got}")
        found[title] = {kind: (good[kind], asked[kind]) for kind in asked}
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("--wrong", action="store_true", help="show what was read otherwise")
    given = options.parse_args()
    for title, kinds in shares(given.data, wrong=given.wrong).items():
        parts = ", ".join(f"{kind} {good}/{asked} = {good / asked:.3f}" for kind, (good, asked) in kinds.items())
        good, asked = (sum(column) for column in zip(*kinds.values(), strict=True))
        print(f"{title}: {parts}; all {good / asked:.3f}")


if __name__ == "__main__":
    main()
