"""Places inside a record: characters of a text, seconds of a recording, a box of a picture. All half-open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from provenance.errors import RecordError


@dataclass(frozen=True, slots=True, order=True)
class TextSpan:
    """`start` ≤ i < `end`, in code points of the text as received."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a text span needs 0 ≤ start ≤ end, got {self.start}–{self.end}")

    def of(self, text: str) -> str:
        """The part of `text` that this span names."""
        return text[self.start : self.end]

    def overlaps(self, other: TextSpan) -> bool:
        """Whether some character lies in both."""
        return self.start < other.end and other.start < self.end

    def __len__(self) -> int:
        return self.end - self.start

    def to_dict(self) -> dict[str, Any]:
        """As in the finding schema."""
        return {"unit": "char", "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True, order=True)
class TimeSpan:
    """`start_s` ≤ t < `end_s`, in seconds from the beginning of the recording `media`."""

    start_s: float
    end_s: float
    media: str

    def __post_init__(self) -> None:
        if not 0 <= self.start_s <= self.end_s:
            raise ValueError(f"a time span needs 0 ≤ start ≤ end, got {self.start_s}–{self.end_s} s")

    def to_dict(self) -> dict[str, Any]:
        """As in the finding schema."""
        return {"unit": "s", "start": self.start_s, "end": self.end_s, "media": self.media}


@dataclass(frozen=True, slots=True, order=True)
class BoxSpan:
    """A rectangle of the picture `media`: corners as shares of its width and height, origin at the top left."""

    x0: float
    y0: float
    x1: float
    y1: float
    media: str

    def __post_init__(self) -> None:
        if not (0 <= self.x0 <= self.x1 <= 1 and 0 <= self.y0 <= self.y1 <= 1):
            raise ValueError(
                f"a box needs 0 ≤ x0 ≤ x1 ≤ 1 and 0 ≤ y0 ≤ y1 ≤ 1, got {self.x0}, {self.y0}, {self.x1}, {self.y1}"
            )

    def to_dict(self) -> dict[str, Any]:
        """As in the finding schema."""
        return {
            "unit": "box",
            "x0": self.x0,
            "y0": self.y0,
            "x1": self.x1,
            "y1": self.y1,
            "media": self.media,
        }


Span = TextSpan | TimeSpan | BoxSpan


def span_from_dict(data: dict[str, Any], *, path: str = "$") -> Span:
    """Read a span of any unit.

    Raises:
        RecordError: the unit is unknown, a key is missing, or the numbers are no span.
    """
    try:
        match data.get("unit"):
            case "char":
                return TextSpan(int(data["start"]), int(data["end"]))
            case "s":
                return TimeSpan(float(data["start"]), float(data["end"]), str(data["media"]))
            case "box":
                x0, y0, x1, y1 = (float(data[key]) for key in ("x0", "y0", "x1", "y1"))
                return BoxSpan(x0, y0, x1, y1, str(data["media"]))
            case unit:
                raise RecordError(f"a span of unit {unit!r}; known are char, s, box", path=path)
    except (KeyError, TypeError, ValueError) as error:
        raise RecordError(f"no span: {error!r}", path=path) from None
