"""What was done to an official recording to make a clip of it, as far as it changes what is heard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from provenance.alignment.clip_hits import ClipHits, RecordingEvidence
from provenance.model.evidence import Utterance
from provenance.model.media_alignment import MediaEdit, MediaEditOp, MediaSegment, Track
from provenance.model.span import TimeSpan

#: Seconds by which an edit of the sound and one of the picture may miss each other.
_TOGETHER_S = 0.6
#: Least seconds of foreign sound, heard, that are more than a click or a breath.
_FOREIGN_S = 0.8
#: Share of the clip's sound from which on it counts as replaced throughout.
_THROUGHOUT = 0.9
#: Seconds of the record's picture below which nothing is said about sound that does not fit it.
_PICTURE_S = 3.0
#: Share of a stretch in which the record's picture must be shown so that it "goes on".
_GOES_ON = 0.8
#: Speed below which a voice drags; a little less is a matter of frame rates (24 for 25).
_SLOW = 0.93

_NEGATION = re.compile(r"[不没沒无無未别別莫勿]|\b(?:not|no|never|none|nor|without|cannot|\w+n['’]t)\b", re.IGNORECASE)


class ClipEditOp(StrEnum):
    """In the words of `edited_official`, and those that only recordings know."""

    OMITTED = "omitted"
    SPLICED = "spliced"
    REORDERED = "reordered"
    INSERTED = "inserted"
    #: The picture goes on, the sound is another.
    SOUND_REPLACED = "sound_replaced"
    SLOWED = "slowed"


@dataclass(frozen=True, slots=True)
class ClipEdit:
    """An edit that a listener should know of.

    Attributes:
        op: what was done.
        clip: where in the clip; a cut is a point.
        official: what was left out, jumped over or drowned.
        in_picture: whether the picture shows it at the same moment.
        words: of the record between the two ends, where its transcript has times; "" where not.
        exact: whether the words are whole utterances; otherwise their ends are estimates.
        throughout: whether it concerns the whole clip.
    """

    op: ClipEditOp
    clip: TimeSpan
    official: TimeSpan | None
    in_picture: bool
    words: str = ""
    exact: bool = False
    throughout: bool = False

    @property
    def cuts_negation(self) -> bool:
        """Whether the words left out hold a negation."""
        return self.op is ClipEditOp.OMITTED and _NEGATION.search(self.words) is not None


_OPS = {
    MediaEditOp.CUT: ClipEditOp.OMITTED,
    MediaEditOp.SPLICE: ClipEditOp.SPLICED,
    MediaEditOp.REORDERED: ClipEditOp.REORDERED,
}
_PUT_IN = frozenset({MediaEditOp.INSERTED, MediaEditOp.REPLACED})


def clip_edits(found: ClipHits, hit: RecordingEvidence) -> list[ClipEdit]:
    """Edits in the order of the clip. What opens or closes a clip (a station's jingle, a host) is none."""
    out = [*_sound_edits(found, hit), *_replaced(found, hit), *_slowed(hit)]
    return sorted(out, key=lambda edit: (edit.clip.start_s, edit.op))


def _sound_edits(found: ClipHits, hit: RecordingEvidence) -> Iterator[ClipEdit]:
    """Cuts, splices, reorders and what was put in: the sound decides, since pictures are laid over honest sound."""
    tracks = hit.alignment.edits
    pictures = [edit for edit in tracks if edit.track is Track.PICTURE]
    plays = any(segment.official for segment in hit.alignment.track(Track.SOUND))
    for edit in tracks if plays else ():
        if edit.track is not Track.SOUND:
            continue
        shown = any(_near(edit, other) for other in pictures)
        if edit.op in _OPS:
            words, exact = spoken(hit.evidence.transcript, edit.official) if edit.op is MediaEditOp.CUT else ("", False)
            if edit.op is MediaEditOp.CUT and hit.evidence.transcript and not words:
                continue  # a pause, a breath: nothing was said there
            yield ClipEdit(_OPS[edit.op], edit.clip, edit.official, shown, words, exact)
        elif edit.op in _PUT_IN and _inside(edit, hit) and _is_put_in(edit, found, hit):
            yield ClipEdit(ClipEditOp.INSERTED, edit.clip, edit.official, shown)


def _is_put_in(edit: MediaEdit, found: ClipHits, hit: RecordingEvidence) -> bool:
    """Whether something is heard; under a picture that goes on it is told as replaced sound."""
    heard = found.heard_s(*_ends(edit.clip)) >= _FOREIGN_S
    return heard and _picture_goes_on(hit, edit.clip) < _GOES_ON * _share(edit.clip)


def _replaced(found: ClipHits, hit: RecordingEvidence) -> Iterator[ClipEdit]:
    """Stretches where the record's picture goes on under a sound that is not the record's."""
    picture = [segment for segment in hit.alignment.track(Track.PICTURE) if segment.official]
    sound = hit.alignment.track(Track.SOUND)
    if not sound or sum(_share(segment.clip) for segment in picture) < _PICTURE_S:
        return
    foreign = [segment for segment in sound if segment.official is None]
    throughout = sum(_share(segment.clip) for segment in foreign) >= _THROUGHOUT * found.seconds
    for segment in foreign:
        shown, heard = _picture_goes_on(hit, segment.clip), found.heard_s(*_ends(segment.clip))
        if shown >= max(_FOREIGN_S, _GOES_ON * _share(segment.clip)) and heard >= _FOREIGN_S:
            there = _under(picture, segment.clip)
            words, exact = spoken(hit.evidence.transcript, there)
            yield ClipEdit(ClipEditOp.SOUND_REPLACED, segment.clip, there, True, words, exact, throughout)


def _slowed(hit: RecordingEvidence) -> Iterator[ClipEdit]:
    for segment in hit.alignment.track(Track.SOUND):
        if segment.official is not None and segment.speed < _SLOW:
            yield ClipEdit(ClipEditOp.SLOWED, segment.clip, segment.official, False, throughout=True)
            return


def spoken(transcript: Sequence[Utterance], span: TimeSpan | None) -> tuple[str, bool]:
    """Words said in a span, and whether they are whole utterances. Inside an utterance words are spread evenly."""
    if span is None:
        return "", False
    parts, exact = [], True
    for each in transcript:
        length = each.end_s - each.start_s
        if each.end_s <= span.start_s or each.start_s >= span.end_s or not length:
            continue
        low = _word_edge(each.text, (max(span.start_s, each.start_s) - each.start_s) / length)
        high = _word_edge(each.text, (min(span.end_s, each.end_s) - each.start_s) / length)
        exact = exact and low == 0 and high == len(each.text)
        parts.append(each.text[low:high].strip())
    words = " ".join(part for part in parts if part)
    return words, exact and bool(words)


def _word_edge(text: str, share: float) -> int:
    """The edge of a word next to a share of a text; between Chinese characters every place is one."""
    at = min(len(text), max(0, round(share * len(text))))
    if at in {0, len(text)}:
        return at
    for step in range(8):
        for place in (at - step, at + step):
            if 0 <= place <= len(text) and _is_edge(text, place):
                return place
    return at


def _is_edge(text: str, at: int) -> bool:
    if at in {0, len(text)}:
        return True
    before, after = text[at - 1], text[at]
    return not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum())


def _near(edit: MediaEdit, other: MediaEdit) -> bool:
    return abs(edit.clip.start_s - other.clip.start_s) <= _TOGETHER_S and other.op in {*_OPS, MediaEditOp.REPLACED}


def _inside(edit: MediaEdit, hit: RecordingEvidence) -> bool:
    """Whether the record plays before and after."""
    kept = [segment.clip for segment in hit.alignment.track(Track.SOUND) if segment.official]
    return any(c.end_s <= edit.clip.start_s + 0.05 for c in kept) and any(
        c.start_s >= edit.clip.end_s - 0.05 for c in kept
    )


def _picture_goes_on(hit: RecordingEvidence, span: TimeSpan) -> float:
    """Seconds of a span of the clip in which the record's picture is shown."""
    return sum(
        max(0.0, min(span.end_s, segment.clip.end_s) - max(span.start_s, segment.clip.start_s))
        for segment in hit.alignment.track(Track.PICTURE)
        if segment.official
    )


def _under(picture: Sequence[MediaSegment], span: TimeSpan) -> TimeSpan | None:
    """The seconds of the record whose picture is shown in a span of the clip: of the segment that shows most of it."""
    best = max(
        picture, key=lambda each: min(span.end_s, each.clip.end_s) - max(span.start_s, each.clip.start_s), default=None
    )
    if best is None or best.official is None:
        return None
    low, high = max(span.start_s, best.clip.start_s), min(span.end_s, best.clip.end_s)
    start = best.official.start_s + (low - best.clip.start_s) * best.speed
    return TimeSpan(round(start, 3), round(start + max(0.0, high - low) * best.speed, 3), best.official.media)


def _share(span: TimeSpan) -> float:
    return span.end_s - span.start_s


def _ends(span: TimeSpan) -> tuple[float, float]:
    return span.start_s, span.end_s
