"""A known picture under a text that gives it another date or place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from provenance.detectors.base import Context
from provenance.detectors.judging import Judging, not_spread
from provenance.detectors.picture_context import Reading, marked_as_file_picture, read, said_to_be_live
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Citation, Finding, Match, MediaReview, Pattern, Reason
from provenance.model.silence import Silence
from provenance.model.span import TimeSpan
from provenance.scoring import picture_bits as bits
from provenance.text.stance import Stance, stance_of

if TYPE_CHECKING:
    from provenance.retrieval.pictures import PictureEvidence, PictureHits

#: Records that know when and where a picture was taken; a fact-check's own date is that of the rumour.
_KNOWING = frozenset({Kind.ARCHIVE, Kind.RELEASE})
#: Agreement of a still picture with a frame of a recording from which on it is that frame.
_SURE_FRAME = 0.95
#: Days from which a difference is worth more.
_YEAR = 365.0


class OutOfContextMediaDetector(Judging):
    """Compares the text of a post with the records that show its picture."""

    pattern = Pattern.OUT_OF_CONTEXT_MEDIA
    looks_at: ClassVar[tuple[Kind, ...]] = ()

    def judge(self, context: Context) -> Iterator[Finding | Silence]:
        """See `Judging.judge`.

        One finding a picture; nothing where any record fits the text, or the text does not say.
        """
        text = context.post.text
        shown = [*context.pictures, *_of_clips(context)]
        if not shown:
            return
        stance, marked = stance_of(text), marked_as_file_picture(text)
        if marked:
            said = f"the post says itself that the picture is not of this event: “{marked.of(text)}”"
            yield _silent(Reason("file-picture", said, 0.0), shown[0].hits)
        elif stance.stance is not Stance.SPREAD:
            yield _silent(not_spread(text, stance), shown[0].hits)
        else:
            judged = [each for hits in shown if (each := self._judged(context, hits)) is not None]
            found = [each for each in judged if isinstance(each, Finding)]
            yield from sorted(found, key=lambda finding: -finding.weight_bits)
            yield from (each for each in judged if isinstance(each, Silence))

    def _judged(self, context: Context, found: PictureHits) -> Finding | Silence | None:
        usable = [hit for hit in found.hits if _usable(context, hit.evidence) and _surely_same(hit)]
        readings = [(hit, read(context.post, hit.evidence, context.now)) for hit in usable]
        if fitting := [hit for hit, reading in readings if reading.agrees]:
            said = "the record shows the picture, and the post gives it the record's date or place"
            return _silent(Reason("fits", said, 0.0), fitting)
        conflicting = [(hit, reading) for hit, reading in readings if reading.conflicts]
        if not conflicting:
            said = "the record shows the picture, and the post gives it no date and place that could differ"
            return _silent(Reason("says-neither", said, 0.0), usable) if usable else None
        hit, reading = min(conflicting, key=lambda pair: (_moment(pair[0].evidence), -pair[0].match.similarity))
        return _finding(context, found, hit, reading)


def _silent(reason: Reason, hits: Sequence[PictureEvidence]) -> Silence:
    return Silence(Pattern.OUT_OF_CONTEXT_MEDIA, reason, hits[0].evidence if hits else None)


def _of_clips(context: Context) -> list[PictureHits]:
    if not context.recordings:
        return []
    from provenance.detectors.clip_pictures import clip_pictures  # OpenCV and FAISS, for those who need them

    return [each for clip in context.recordings if (each := clip_pictures(clip)) is not None]


def _usable(context: Context, record: Evidence) -> bool:
    """Whether the record knows the picture's origin, is still valid, and is older than the post."""
    if record.kind not in _KNOWING or record.expired(context.now):
        return False
    return record.published_at is None or record.published_at.start <= context.now


def _surely_same(hit: PictureEvidence) -> bool:
    """Whether a still picture shows the very frame of a recording: one room looks alike on many days."""
    return hit.at_s is None or hit.post_s is not None or hit.match.similarity >= _SURE_FRAME


def _moment(record: Evidence) -> str:
    """Sorts the earliest known use first; records without a date come last."""
    when = record.event or record.published_at
    return when.start.isoformat() if when else "~"


def _finding(context: Context, found: PictureHits, hit: PictureEvidence, reading: Reading) -> Finding:
    transform = hit.match.transform
    box = hit.match.box_a.span(found.media) if hit.post_s is None else TimeSpan(hit.post_s, hit.post_s, found.media)
    shown = hit.match.box_b.span(hit.media) if hit.at_s is None else TimeSpan(hit.at_s, hit.at_s, hit.media)
    reasons = _reasons(context, hit, reading)
    if found.about is not None:
        reasons.append(Reason("file-says", f"the file says of itself, which decides nothing: {found.about}", 0.0))
    weight = sum(reason.weight_bits for reason in reasons)
    altered = transform.mirrored or "cropped" in transform or "overlaid" in transform
    return Finding(
        post_id=context.post.id,
        pattern=Pattern.OUT_OF_CONTEXT_MEDIA,
        reasons=tuple(reasons),
        matches=(Match(hit.evidence.id, box, shown, "picture-agreement", hit.match.similarity),),
        citations=(Citation.of(hit.evidence),),
        index_version=context.index_version,
        confidence=round(bits.probability(weight), 4),
        details={
            "media": str(found.media),
            "evidence_media": str(hit.media),
            "transform": {
                "edits": list(transform.edits),
                "mirrored": transform.mirrored,
                "scale": round(transform.scale, 3),
                "rotation_deg": round(transform.rotation_deg, 1),
            },
            "conflict": "date" if reading.date_fits is False else "place",
            "date_fits": reading.date_fits,
            "place_fits": reading.place_fits,
            "gap_days": None if reading.gap_days is None else round(reading.gap_days, 1),
            "metadata": None if found.about is None else found.about.to_dict(),
            "text_spans": [span.to_dict() for span in (*reading.times, *reading.places)],
        },
        media_review=MediaReview.EDITED_OR_CROPPED
        if altered and reading.date_fits is not False
        else MediaReview.DECONTEXTUALIZED,
    )


def _reasons(context: Context, hit: PictureEvidence, reading: Reading) -> list[Reason]:
    when = hit.evidence.event or hit.evidence.published_at
    date = when.isoformat() if when else "an unknown date"
    match = hit.match
    reasons = [
        Reason("prior", "most reuse of a picture is honest", bits.PRIOR),
        Reason(
            "same-picture",
            f"{match.inliers} corners and {match.share:.0%} of the common area agree ({match.transform})",
            bits.SAME_PICTURE * match.similarity,
        ),
    ]
    if reading.date_fits is False and reading.gap_days is not None:
        far = bits.OTHER_YEAR if abs(reading.gap_days) >= _YEAR else 0.0
        named = ", ".join(span.of(context.post.text) for span in reading.times)
        reasons.append(Reason("other-date", f"the text says {named}; the picture is of {date}", bits.OTHER_DATE + far))
    if reading.place_fits is False:
        named = ", ".join(span.of(context.post.text) for span in reading.places) or str(context.post.place)
        weight = bits.OTHER_STATED_PLACE if reading.stated_place_only else bits.OTHER_PLACE
        places = ", ".join(hit.evidence.places) or hit.evidence.title
        reasons.append(Reason("other-place", f"the text says {named}; the picture is of {places}", weight))
    if True in {reading.date_fits, reading.place_fits}:
        reasons.append(Reason("one-fits", "date or place is the same", bits.ONE_FITS))
    if said_to_be_live(context.post.text):
        reasons.append(Reason("said-to-be-live", "the text says that it shows the moment", bits.SAID_TO_BE_LIVE))
    return reasons
