"""SubRip and WebVTT: one record a file, its cues as a transcript with time codes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, ClassVar

from provenance.errors import InputError
from provenance.model.finding import Skipped
from provenance.sources.base import Limits, Row
from provenance.sources.encoding import detect
from provenance.sources.inputs import Input

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?[A-Za-z][^>]*>|<\d[\d:.]*>|\{\\[^}]*\}")
#: A caption that is typed word by word repeats the line above; such files carry time codes inside the text.
_ROLLING = re.compile(r"<\d{2}:\d{2}:\d{2}\.\d{3}>")
_NO_CUE = ("NOTE", "STYLE", "REGION", "WEBVTT")


@dataclass(frozen=True, slots=True)
class _Cue:
    start_s: float
    end_s: float
    speaker: str | None
    lines: tuple[str, ...]


class Subtitles:
    """A cue that is malformed is reported; the others stay."""

    name: ClassVar[str] = "subtitles"
    suffixes: ClassVar[tuple[str, ...]] = (".srt", ".vtt")
    fallback: ClassVar[Mapping[str, Any]] = MappingProxyType({"kind": "release"})

    def rows(self, source: Input, limits: Limits) -> Iterator[Row | Skipped]:
        """The file's record, and what of it could not be read.

        Raises:
            InputError: no cue was found.
        """
        data = source.document(limits.max_document_bytes)
        encoding, mark = detect(data[:65_536])
        text = data[mark:].decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
        cues: list[_Cue] = []
        problems: list[Skipped] = []
        for line, block in _blocks(text):
            cue = _cue(block)
            if isinstance(cue, str):
                problems.append(Skipped.at("malformed-cue", cue, source=source.name, line=line, path="$.transcript"))
            elif cue is not None:
                cues.append(cue)
        if not cues:
            raise InputError(f"{source.name} holds no subtitle with a time code")
        yield from problems
        yield Row(_record(source.name, _unrolled(cues) if _ROLLING.search(text) else cues), 1, document=True)


def _record(name: str, cues: list[_Cue]) -> dict[str, Any]:
    path = PurePath(name.removesuffix(".gz"))
    transcript = [
        {"start_s": cue.start_s, "end_s": cue.end_s, "text": "\n".join(cue.lines)}
        | ({"speaker": cue.speaker} if cue.speaker else {})
        for cue in cues
        if cue.lines
    ]
    return {
        "id": path.name,
        "title": path.stem,
        "text": "\n".join(str(item["text"]) for item in transcript),
        "transcript": transcript,
    }


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Blocks between blank lines, with the number of their first line."""
    block: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(block: list[str]) -> _Cue | str | None:
    """The cue of a block; what is wrong with it; or None where the block is a comment or heading."""
    at = next((number for number, line in enumerate(block[:2]) if "-->" in line), None)
    if at is None:
        if block[0].lstrip("\ufeff").startswith(_NO_CUE):
            return None
        return f"no time code in {block[0][:40]!r}"
    found = _TIMING.match(block[at])
    if found is None:
        return f"no time code: {block[at][:60]!r}"
    start_s, end_s = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
    if end_s < start_s:
        return f"ends before it starts: {block[at][:60]!r}"
    body = block[at + 1 :]
    voice = _VOICE.search("\n".join(body))
    lines = tuple(text for line in body if (text := html.unescape(_TAG.sub("", line)).strip()))
    return _Cue(start_s, end_s, html.unescape(voice[1]).strip() if voice else None, lines)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(fraction.ljust(3, "0")) / 1000


def _unrolled(cues: list[_Cue]) -> list[_Cue]:
    """Cues without the lines that only repeat the end of the cue before."""
    out: list[_Cue] = []
    last: tuple[str, ...] = ()
    for cue in cues:
        lines = cue.lines
        while lines and lines[0] in last:
            lines = lines[1:]
        last = cue.lines
        if lines:
            out.append(_Cue(cue.start_s, cue.end_s, cue.speaker, lines))
    return out
