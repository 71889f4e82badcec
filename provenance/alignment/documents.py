"""Two documents on disk laid against one another: texts, pages, transcripts, SubRip and WebVTT."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from provenance.alignment.text import align_text
from provenance.errors import InputError
from provenance.model.alignment import AlignedDocuments, Alignment, SegmentOp, Shot
from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.model.span import TextSpan, TimeSpan
from provenance.sources.read import read_evidence
from provenance.sources.transcript import Transcript

#: Two stretches of the record closer than this are one shot (seconds): subtitles are timed by the sentence.
_ONE_SHOT_S = 0.6
#: Read as what they are.
_PLAIN = frozenset({".txt", ".text", ".md"})
_TEXT_SUFFIXES = _PLAIN | {".srt", ".vtt", ".html", ".htm"}


@dataclass(frozen=True)
class Timed:
    """Where each utterance of a time-coded text stands: characters and seconds."""

    name: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    start_s: tuple[float, ...]
    end_s: tuple[float, ...]

    @classmethod
    def of(cls, record: Evidence, name: str) -> Timed | None:
        """The times of a record whose text joins its utterances line by line; None where it has none."""
        at, starts, ends = 0, [], []
        for utterance in record.transcript:
            start = record.text.find(utterance.text, at)
            if start < 0:
                return None
            at = start + len(utterance.text)
            starts.append(start)
            ends.append(at)
        if not starts:
            return None
        times = record.transcript
        return cls(name, tuple(starts), tuple(ends), tuple(u.start_s for u in times), tuple(u.end_s for u in times))

    def span(self, span: TextSpan) -> TimeSpan:
        """When the characters of `span` are said, by their share of the utterance they stand in."""
        start, end = self._second(span.start), self._second(span.end)
        return TimeSpan(start, max(start, end), self.name)

    def _second(self, char: int) -> float:
        at = max(0, bisect_right(self.starts, char) - 1)
        length = max(1, self.ends[at] - self.starts[at])
        share = min(1.0, max(0.0, (char - self.starts[at]) / length))
        return round(self.start_s[at] + share * (self.end_s[at] - self.start_s[at]), 3)


def align_documents(clip_path: Path | str, official_path: Path | str) -> AlignedDocuments:
    """Read two documents and lay the first against the second.

    Args:
        clip_path: the text, page or subtitle file that quotes.
        official_path: the full record.

    Returns:
        The alignment, spans in the texts as the readers give them; and the clip as shots of the record, where both are
        time-coded.

    Raises:
        InputError: a file is missing, unreadable, or holds no text.
    """
    clip, official = _read(Path(clip_path)), _read(Path(official_path))
    alignment = align_text(clip.text, official.text)
    names = str(clip_path), str(official_path)
    times = Timed.of(clip, names[0]), Timed.of(official, names[1])
    shots = shots_of(alignment, times[0], times[1]) if times[0] and times[1] else ()
    return AlignedDocuments(clip_name=names[0], official_name=names[1], alignment=alignment, shots=shots)


def shots_of(alignment: Alignment, clip: Timed, official: Timed) -> tuple[Shot, ...]:
    """The clip as stretches that each play one stretch of the record."""
    shots: list[Shot] = []
    for segment in alignment.segments:
        if segment.op is SegmentOp.OMITTED:
            continue
        here = clip.span(segment.clip)
        there = None if segment.official is None else official.span(segment.official)
        last = shots[-1] if shots else None
        if last and _continues(last, there):
            shots[-1] = Shot(
                TimeSpan(last.clip.start_s, max(last.clip.end_s, here.end_s), here.media),
                None
                if there is None or last.official is None
                else TimeSpan(last.official.start_s, max(last.official.end_s, there.end_s), there.media),
            )
        else:
            shots.append(Shot(here, there))
    return tuple(shots)


def _continues(last: Shot, there: TimeSpan | None) -> bool:
    if last.official is None or there is None:
        return last.official is None and there is None
    return 0 <= there.start_s - last.official.end_s + 1e-9 <= _ONE_SHOT_S


def _read(path: Path) -> Evidence:
    if path.suffix.lower() not in _TEXT_SUFFIXES:
        known = ", ".join(sorted(_TEXT_SUFFIXES))
        raise InputError(f"{path} is no text that can be aligned; known are {known}")
    problems = []
    plain = Transcript.name if path.suffix.lower() in _PLAIN else None
    for record in read_evidence([path], defaults={"kind": "release"}, input_format=plain):
        if isinstance(record, Skipped):
            problems.append(record.message)
        elif record.text.strip():
            return record
    raise InputError(f"{path} holds no text to align" + (f": {problems[0]}" if problems else ""))
