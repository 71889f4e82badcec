"""How the date tests say what they expect: text, then each expression with its interval or None."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from provenance.text.dates import find_times

CHINA = timezone(timedelta(hours=8))
#: A Thursday.
POSTED = datetime(2021, 7, 22, 15, 30, tzinfo=CHINA)


def read(text: str, posted: datetime = POSTED) -> list[tuple[str, str]]:
    """Each expression of a text and its interval, as `2021-07-20..2021-07-21`; a vague one as `vague`."""
    out = []
    for mention in find_times(text, posted):
        if mention.start is None or mention.end is None:
            out.append((mention.span.of(text), "vague"))
        else:
            out.append((mention.span.of(text), f"{_short(mention.start)}..{_short(mention.end)}"))
    return out


def _short(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d" if (moment.hour, moment.minute) == (0, 0) else "%Y-%m-%dT%H:%M")
