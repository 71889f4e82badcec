"""A press conference as plain text: who asked and who answered, with the offsets of every turn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, ClassVar

from provenance.errors import InputError
from provenance.model.finding import Skipped
from provenance.sources.base import Limits, Row
from provenance.sources.encoding import detect
from provenance.sources.inputs import Input
from provenance.sources.stated_date import first_date, labelled_date

#: `问：新华社记者：`, `华春莹：`, `Q:`, `MR. PRICE:`, `THE PRESIDENT.` at the beginning of a line.
_MARK = r"(?P<mark>问|答|問|Q|A)\s*[:：.]\s*"
_HAN_NAME = r"[\u4e00-\u9fff·•A-Za-z《》“”]{1,24}"
_LATIN_NAME = (
    r"(?:[A-Z][A-Z'-]+\.?(?: [A-Z][A-Z.'-]+){0,4}|(?:The|Mr\.|Ms\.|Mrs\.|Dr\.) [A-Z][A-Za-z'-]+|Question|Reporter)"
)
_TURN = re.compile(
    rf"^[ \t\u3000]*(?:{_MARK}(?:(?P<marked>{_HAN_NAME})[:：])?"
    rf"|(?P<han>{_HAN_NAME})[:：]|(?P<latin>{_LATIN_NAME})[:：.](?=\s))[ \t]*",
    re.MULTILINE,
)
_ASKING = re.compile(r"记者|記者|提问|提問|问$|REPORTER|QUESTION|^Q$|^问$|^問$")
#: A speaker's name is no sentence: these words before a colon introduce reported speech or a heading.
_NO_NAME = re.compile(
    r"表示|指出|强调|認為|认为|如下|以下|时间|日期|地点|来源|标题|问题|附件|网址|链接|注$|说$|道$|称$"
)
#: A text with fewer turns is no press conference.
_MIN_TURNS = 2


class Transcript:
    """One record a file; `turns` (an extra key) has speaker, role and span of each turn in the text as received."""

    name: ClassVar[str] = "transcript"
    suffixes: ClassVar[tuple[str, ...]] = (".txt",)
    fallback: ClassVar[Mapping[str, Any]] = MappingProxyType({"kind": "release"})

    def rows(self, source: Input, limits: Limits) -> Iterator[Row | Skipped]:
        """The file's record.

        Raises:
            InputError: the file is binary or empty.
        """
        data = source.document(limits.max_document_bytes)
        encoding, mark = detect(data[:65_536])
        try:
            text = data[mark:].decode(encoding)
        except UnicodeDecodeError as error:
            raise InputError(f"{source.name} is not {encoding.upper()}: {error.reason}; save it as UTF-8") from None
        if not text.strip():
            raise InputError(f"{source.name} is empty")
        yield Row(transcript_record(text, PurePath(source.name.removesuffix(".gz"))), 1, document=True)


def transcript_record(text: str, path: PurePath) -> dict[str, Any]:
    """The record of a transcript.

    Args:
        text: as received; stays the record's text, so that offsets hold.
        path: names the record.
    """
    turns = find_turns(text)
    heading = text[: turns[0]["start"]] if turns else text[:500]
    title = next((line.strip() for line in heading.split("\n") if line.strip()), None)
    values = {
        "id": path.name,
        "title": title or path.stem,
        "text": text,
        "published_at": labelled_date(heading) or first_date(heading),
        "author": _main_speaker(turns),
        "turns": turns,
    }
    return {key: value for key, value in values.items() if value}


def find_turns(text: str) -> list[dict[str, Any]]:
    """Turns of a conversation: `{"role": "question"|"answer", "speaker"?, "start", "end"}`, code points of `text`.

    A turn begins after the speaker's name and ends where the next speaker's begins; none where nobody talks.
    """
    found = [item for item in _TURN.finditer(text) if not _NO_NAME.search(item["han"] or "")]
    if len(found) < _MIN_TURNS:
        return []
    ends = [item.start() for item in found[1:]] + [len(text)]
    turns = []
    for item, end in zip(found, ends, strict=True):
        speaker = item["marked"] or item["han"] or item["latin"]
        asks = item["mark"] in ("问", "問", "Q") or bool(not item["mark"] and _ASKING.search(speaker or ""))
        turn: dict[str, Any] = {"role": "question" if asks else "answer"}
        if speaker:
            turn["speaker"] = speaker.strip()
        turn["start"] = item.end()
        turn["end"] = item.end() + len(text[item.end() : end].rstrip())
        turns.append(turn)
    return turns


def _main_speaker(turns: list[dict[str, Any]]) -> str | None:
    """Who answers in most words, where the answers name anybody."""
    words: dict[str, int] = {}
    for turn in turns:
        if turn["role"] == "answer" and "speaker" in turn:
            words[turn["speaker"]] = words.get(turn["speaker"], 0) + turn["end"] - turn["start"]
    return max(words, key=words.__getitem__) if words else None
