"""Clips of official recordings in which something was cut, joined, moved, put in, or given another sound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from provenance.alignment.clip_hits import ClipHits, RecordingEvidence
from provenance.detectors.base import Context
from provenance.detectors.clip_edits import ClipEdit, ClipEditOp, clip_edits
from provenance.model.evidence import Kind
from provenance.model.finding import Citation, Finding, Match, MediaReview, Pattern, Reason
from provenance.model.media_alignment import Track
from provenance.model.span import TimeSpan
from provenance.scoring import recording_bits as bits

#: Seconds that a record must play before anything is said of the clip.
_LEAST_S = 4.0
#: A record that plays so much of a clip without an edit makes it an honest excerpt, whatever another one says.
_HONEST = 0.9
#: Words that say that a clip is put together: what is joined then is said to be.
_SAID = re.compile(
    r"集锦|集錦|合集|混剪|剪辑|剪輯|精彩|盘点|盤點|要点|要點|摘编|摘編|节选|節選|片段|"
    r"\b(?:highlights?|compilation|supercut|recap|montage|key moments?|excerpts?|edited for (?:length|time|clarity)|"
    r"best of|abridged)\b",
    re.IGNORECASE,
)
#: Words that say that the sound is another.
_DUBBED = re.compile(
    r"配音|译制|譯製|同传|同傳|同声传译|配乐|配樂|恶搞|惡搞|鬼畜|"
    r"\b(?:dub(?:bed|bing)?|voice-?over|interpreted|soundtrack|music video|parody|remix)\b",
    re.IGNORECASE,
)
_JOINED = frozenset({ClipEditOp.OMITTED, ClipEditOp.SPLICED, ClipEditOp.REORDERED})

_TOLD = {
    ClipEditOp.OMITTED: "a passage was cut out",
    ClipEditOp.SPLICED: "two passages far apart were joined",
    ClipEditOp.REORDERED: "what was said earlier was put after what was said later",
    ClipEditOp.INSERTED: "something that the record does not hold was put in",
    ClipEditOp.SOUND_REPLACED: "the picture goes on, the sound is not the record's",
    ClipEditOp.SLOWED: "the record is played slower than it was",
}


def edited_recordings(context: Context) -> Iterator[Finding]:
    """One finding a clip at most; nothing for honest excerpts, announced compilations and dubbed clips."""
    for found in context.recordings:
        usable = [hit for hit in found.hits if _usable(context, hit) and _played(hit) >= _LEAST_S]
        laid = [(hit, clip_edits(found, hit)) for hit in usable]
        if any(not edits and _played(hit) >= _HONEST * found.seconds for hit, edits in laid):
            continue
        for hit, edits in laid:
            if counted := _counted(context.post.text, edits):
                yield _finding(context, found, hit, counted)
                break


def _usable(context: Context, hit: RecordingEvidence) -> bool:
    record = hit.evidence
    if record.kind is not Kind.RELEASE or record.expired(context.now):
        return False
    return record.published_at is None or record.published_at.start <= context.now


def _played(hit: RecordingEvidence) -> float:
    """Seconds of the clip that the record plays, by sound or picture, whichever more."""
    return max(
        sum(segment.clip.end_s - segment.clip.start_s for segment in hit.alignment.track(track) if segment.official)
        for track in Track
    )


def _counted(text: str, edits: Sequence[ClipEdit]) -> list[ClipEdit]:
    joined, dubbed = _SAID.search(text) is not None, _DUBBED.search(text) is not None
    return [
        edit
        for edit in edits
        if not (joined and edit.op in _JOINED and not edit.cuts_negation)
        and not (dubbed and edit.op is ClipEditOp.SOUND_REPLACED)
    ]


def _finding(context: Context, found: ClipHits, hit: RecordingEvidence, edits: Sequence[ClipEdit]) -> Finding:
    worst = max(edits, key=_weight)
    played = _played(hit)
    reasons = [
        Reason("prior", "most clips of official recordings are honest", bits.PRIOR),
        Reason(
            "same-recording",
            f"{played:.1f} s of the clip play the record",
            min(bits.MOST_FOR_SECONDS, bits.PER_SECOND * played),
        ),
        Reason(worst.op.value.replace("_", "-"), _told(worst), _weight(worst)),
    ]
    if len(edits) > 1:
        further = min(bits.MOST_FURTHER, bits.FURTHER * (len(edits) - 1))
        reasons.append(Reason("further-edits", f"{len(edits) - 1} further edits", further))
    matches = [
        Match(hit.evidence.id, segment.clip, segment.official, f"{segment.track.value}-agreement", segment.score)
        for segment in hit.alignment.segments
        if segment.official is not None
    ]
    quote = next((edit.words for edit in edits if edit.words), None)
    return Finding(
        post_id=context.post.id,
        pattern=Pattern.EDITED_OFFICIAL,
        reasons=tuple(reasons),
        matches=tuple(matches),
        citations=(Citation.of(hit.evidence, quote=quote),),
        index_version=context.index_version,
        confidence=round(bits.probability(sum(reason.weight_bits for reason in reasons)), 4),
        details={
            "media": str(found.media),
            "evidence_media": hit.media,
            "edits": [_details(edit) for edit in edits],
            "transform": sorted({name for segment in hit.alignment.segments for name in segment.transform}),
            "picture_not_compared": hit.unread,
        },
        media_review=MediaReview.EDITED_OR_CROPPED,
    )


def _weight(edit: ClipEdit) -> float:
    if edit.op is ClipEditOp.SOUND_REPLACED:
        return bits.SOUND_REPLACED_THROUGHOUT if edit.throughout else bits.SOUND_REPLACED
    if edit.op is ClipEditOp.SLOWED:
        return bits.SLOWED
    known = bits.NEGATION_CUT if edit.cuts_negation else bits.WORDS_CUT if edit.words else 0.0
    return known + (bits.IN_BOTH if edit.in_picture else bits.IN_SOUND)


def _told(edit: ClipEdit) -> str:
    where = f" at {_clock(edit.clip.start_s)} of the clip"
    there = f" ({_clock(edit.official.start_s)}–{_clock(edit.official.end_s)} of the record)" if edit.official else ""
    words = f": {edit.words!r}" if edit.words else ""
    return _TOLD[edit.op] + where + there + words


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)}:{rest:04.1f}"


def _details(edit: ClipEdit) -> dict[str, Any]:
    """As an edit of `edited_official`; without a transcript `before` names the seconds."""
    official: TimeSpan | None = edit.official
    seconds = f"{_clock(official.start_s)}–{_clock(official.end_s)}" if official else ""
    return {
        "op": edit.op.value,
        "post_span": edit.clip.to_dict(),
        "official_span": official.to_dict() if official else None,
        "before": edit.words or seconds,
        "after": "",
        "words_known": bool(edit.words),
        "words_exact": edit.exact,
        "in_picture": edit.in_picture,
        "code": edit.op.value.replace("_", "-"),
        "reason": _TOLD[edit.op],
        "severity_bits": _weight(edit),
    }
