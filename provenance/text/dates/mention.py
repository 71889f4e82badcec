"""What reading a text for time yields: a stretch of the text and the interval it names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from provenance.model.span import TextSpan


class TimeKind(StrEnum):
    """How an expression names its time."""

    #: By the calendar: 2021年7月20日, Christmas 2019, 7月20日.
    ABSOLUTE = "absolute"
    #: From the moment of writing: 昨天, last week, three years ago.
    RELATIVE = "relative"
    #: Without saying when: 近日, recently. Has no ends.
    VAGUE = "vague"
    #: The moment of writing itself: 刚刚, right now.
    NOW = "now"


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression of a text and the half-open interval that it names."""

    #: In the text as received.
    span: TextSpan
    #: Zone-aware, in the zone of the base; None where `kind` is vague.
    start: datetime | None
    #: Exclusive; None where `kind` is vague.
    end: datetime | None
    kind: TimeKind

    def __post_init__(self) -> None:
        if (self.start is None) != (self.end is None):
            raise ValueError("a time mention has both ends or none")
        if self.start is None or self.end is None:
            if self.kind is not TimeKind.VAGUE:
                raise ValueError(f"only a vague mention has no ends, got {self.kind}")
            return
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError(f"the ends of a time mention carry a zone, got {self.start!r}, {self.end!r}")
        if not self.start < self.end:
            raise ValueError(f"a time mention must start before it ends, got {self.start} – {self.end}")
