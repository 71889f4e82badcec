"""When a post says that its event takes place, seen from a record that dates the event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from provenance.model.interval import Interval
from provenance.model.span import TextSpan
from provenance.text.dates import TimeKind, TimeMention

#: A date that a text gives for an event may lie so far from its record's (zones, the eve of publication). 2026-11.
TRUE_DATE_WITHIN = timedelta(days=4)
#: Longer intervals (the 1990s, the last ten years) state no date of an event. 2026-11.
LONGEST_DATE = timedelta(days=400)
#: A date so near to the posting makes the event current. 2026-11.
CURRENT_BEFORE, CURRENT_AFTER = timedelta(days=8), timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ClaimedTime:
    """When the post claims the event, and by which words; without words it tells it as of its own day."""

    interval: Interval
    cue: TextSpan | None


def states_true_date(times: Sequence[TimeMention], event: Interval, posted: datetime) -> TextSpan | None:
    """The words by which a post says when the event really was: 去年4月, three years ago, 2023年2月."""
    for time in times:
        if time.start is None or time.end is None or time.kind is TimeKind.NOW:
            continue
        if time.end > posted - CURRENT_BEFORE or time.end - time.start > LONGEST_DATE:
            continue
        if time.start <= event.end + TRUE_DATE_WITHIN and time.end >= event.start - TRUE_DATE_WITHIN:
            return time.span
    return None


def claimed_time(times: Sequence[TimeMention], news: TextSpan | None, posted: Interval) -> ClaimedTime:
    """The most definite claim that the event is current.

    Args:
        times: of the post.
        news: words of alarm, such as 突发.
        posted: when the post was published.
    """
    current = [
        time
        for time in times
        if time.start is not None
        and time.end is not None
        and posted.start - CURRENT_BEFORE <= time.start
        and time.end <= posted.end + CURRENT_AFTER
    ]
    dated = [time for time in current if time.kind is not TimeKind.NOW]
    for time in (*dated, *current):
        if time.start is not None and time.end is not None:
            return ClaimedTime(Interval(time.start, time.end), time.span)
    return ClaimedTime(posted, news)
