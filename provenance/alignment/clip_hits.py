"""What a clip of a post plays of the recordings of records; made by `alignment.time.find`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from provenance.model.evidence import Evidence
from provenance.model.media_alignment import MediaAlignment

if TYPE_CHECKING:
    from provenance.alignment.time.geometry import Seen


@dataclass(frozen=True, slots=True)
class RecordingEvidence:
    """A record whose recording a clip plays.

    Attributes:
        evidence: the record.
        media: the entry of its `media`.
        alignment: both tracks; one that could not be compared is absent.
        unread: why the picture was not compared, where it was not.
    """

    evidence: Evidence
    media: str
    alignment: MediaAlignment
    unread: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ClipHits:
    """One entry of a post's `media` that is a recording.

    Attributes:
        media: the entry.
        seconds: its length.
        hits: recordings of records that it plays, most seconds first.
        seen: stored pictures and frames that its key pictures show.
        keys: how many key pictures were looked up.
        loud: bool, ten a second: whether anything is heard; empty where there is no sound.
        records: of what was seen, by id; those that may not be cited are absent.
    """

    media: str
    seconds: float
    hits: tuple[RecordingEvidence, ...]
    seen: tuple[Seen, ...] = ()
    keys: int = 0
    loud: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    records: Mapping[str, Evidence] = field(default_factory=dict)

    def heard_s(self, start_s: float, end_s: float) -> float:
        """Seconds between two moments in which anything is heard."""
        return float(self.loud[int(10 * start_s) : int(10 * end_s + 0.5)].sum()) / 10
