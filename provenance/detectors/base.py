"""What a detector is: a pure function from a post's views and hits to findings. No file, index or network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from provenance.model.evidence import Kind
from provenance.model.finding import Finding, Pattern
from provenance.model.hit import Hit
from provenance.model.post import Post
from provenance.model.quotation import QuotationHits
from provenance.model.wordwise import WordwiseReader

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from provenance.alignment.clip_hits import ClipHits
    from provenance.config import Settings
    from provenance.media.picture_text import PictureText
    from provenance.retrieval.pictures import PictureHits


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything a detector may look at for one post."""

    post: Post
    #: Kind → hits, best first.
    hits: Mapping[Kind, Sequence[Hit]] = field(default_factory=dict)
    #: Quotations of the post, with the records that hold their words.
    quotations: Sequence[QuotationHits] = ()
    #: Pictures of the post that records show, `retrieval.pictures`.
    pictures: Sequence[PictureHits] = ()
    #: Recordings of the post that play those of records, `alignment.time.find`.
    recordings: Sequence[ClipHits] = ()
    #: Record id → the text of its picture, for the records that are shown here by what their picture says.
    read: Mapping[str, PictureText] = field(default_factory=dict)
    index_version: str
    settings: Settings
    #: Lays the post beside a claim word by word, for detectors that words and meaning leave in doubt; costs a pass of
    #: the encoder. None where the encoder has no vectors of words.
    wordwise: WordwiseReader | None = None
    #: The moment that counts as now: `posted_at`, or the time of the check where the post has none.
    now: datetime


@runtime_checkable
class Detector(Protocol):
    """Judges one post at a time."""

    pattern: Pattern
    #: Kinds whose hits it looks at; the retrieval leaves out what no detector wants.
    looks_at: ClassVar[tuple[Kind, ...]]

    def detect(self, context: Context) -> Iterator[Finding]:
        """Findings of this pattern, strongest first; nothing where the evidence does not decide."""


@runtime_checkable
class Screens(Protocol):
    """A detector that tells of many posts at once which of them it need not look at."""

    def may_find(self, contexts: Sequence[Context]) -> npt.NDArray[np.bool_]:
        """Shape (posts,): False only where `detect` would find nothing."""


#: Bits and confidence → whether a finding of so much will be reported; if it is, so is one of more bits.
Reported = Callable[[float, float], bool]


def whatever(bits: float, confidence: float) -> bool:
    """Every finding is."""
    return True


@runtime_checkable
class BatchDetector(Protocol):
    """Judges posts together (a flood is a property of many posts)."""

    pattern: Pattern
    #: See `Detector.looks_at`.
    looks_at: ClassVar[tuple[Kind, ...]]

    def detect_batch(self, contexts: Iterable[Context], reported: Reported = whatever) -> Iterator[Finding]:
        """Findings of this pattern over the batch; what is not reported need not be worked out."""


@runtime_checkable
class Remembers(Protocol):
    """A batch detector for which posts of earlier batches matter."""

    @property
    def remembered(self) -> tuple[Context, ...]:
        """Posts to keep for the next batch."""

    def remember(self, contexts: Iterable[Context]) -> None:
        """Take posts of earlier batches into account; nothing is reported of them."""
