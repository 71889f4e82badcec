"""Who speaks in the index, and when: authors of quotable works, and the dated sessions of each official speaker."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Self

from provenance.errors import IndexCorrupt
from provenance.model.evidence import Evidence, Kind
from provenance.model.works import completeness_of, wordings_of
from provenance.text.folding import fold
from provenance.text.people import person, same_person

#: Kinds whose words a post may quote; other records keep their row number and an empty text.
QUOTABLE = (Kind.RELEASE, Kind.QUOTE)
_FILE = "speakers.json"


def passage_text(evidence: Evidence) -> str:
    """What a passage index stores of a record: its text, and other wordings of it, where it can be quoted."""
    return "\n".join(wordings_of(evidence)) if evidence.kind in QUOTABLE else ""


@dataclass(frozen=True, slots=True)
class Session:
    """One dated record of an official speaker."""

    row: int
    speaker: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Catalogue:
    """Names and sessions of the records that a passage index holds."""

    #: Authors of works, and persons whom records say a line is wrongly ascribed to; as the sources spell them.
    authors: tuple[str, ...] = ()
    sessions: tuple[Session, ...] = field(default=(), repr=False)
    #: Row and author of each record that calls an author's works complete, where the index holds as many as it says.
    complete: tuple[tuple[int, str], ...] = ()

    @classmethod
    def build(cls, records: Iterable[Evidence]) -> Self:
        """Read names and dates of `records`; their numbers are their places in it."""
        authors: set[str] = set()
        sessions = []
        works: Counter[str] = Counter()
        stated: list[tuple[int, str, int]] = []
        for row, record in enumerate(records):
            if record.kind is Kind.QUOTE:
                complete = completeness_of(record)
                if complete is None:
                    works[person(record.author or "")] += bool(record.text.strip())
                elif complete.whole:
                    stated.append((row, record.author or "", complete.works))
                authors.update(name for name in (record.author, *false_authors(record)) if name)
            elif record.kind is Kind.RELEASE and record.author and record.published_at:
                when = record.published_at
                sessions.append(Session(row, record.author, when.start, when.end))
        held = tuple((row, author) for row, author, least in stated if works[person(author)] >= least)
        return cls(tuple(sorted(authors)), tuple(sessions), held)

    @cached_property
    def names(self) -> frozenset[str]:
        """Folded names under which a post may name one of them, surnames of English speakers among them."""
        speakers = {session.speaker for session in self.sessions}
        surnames = {name.split()[-1] for name in speakers if name.isascii() and " " in name}
        return frozenset(fold(name) for name in (*self.authors, *speakers, *surnames) if name)

    def speaks(self, name: str) -> bool:
        """Whether sessions of this person are on record."""
        return any(same_person(name, key) or key == person(name) for key in self._by_person)

    def held_by(self, name: str, start: datetime, end: datetime, *, most: int) -> list[int]:
        """Rows of the sessions that `name` held on a day of the interval, in order of time."""
        day = timedelta(days=1)
        theirs = self._by_person
        speakers = [theirs[key] for key in theirs if same_person(name, key) or key == person(name)]
        # dates of sessions are days; the zone of a post moves them by less than one
        found = [
            session
            for sessions in speakers
            for session in sessions
            if session.start < end and start < max(session.end, session.start + day)
        ]
        return [session.row for session in sorted(found, key=lambda session: session.start)[:most]]

    def complete_works(self, name: str) -> list[int]:
        """Rows of the records which state that everything `name` wrote is indexed."""
        return [row for row, author in self.complete if same_person(name, author)]

    @cached_property
    def _by_person(self) -> dict[str, list[Session]]:
        table: dict[str, list[Session]] = {}
        for session in self.sessions:
            table.setdefault(person(session.speaker), []).append(session)
        return table

    def save(self, folder: Path) -> None:
        """Write one JSON file into `folder`."""
        rows = [[s.row, s.speaker, s.start.isoformat(), s.end.isoformat()] for s in self.sessions]
        content = json.dumps({"authors": self.authors, "sessions": rows, "complete": self.complete}, ensure_ascii=False)
        (folder / _FILE).write_text(content + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            IndexCorrupt: the file is missing or damaged.
        """
        try:
            data = json.loads((folder / _FILE).read_text(encoding="utf-8"))
            sessions = tuple(
                Session(row, speaker, datetime.fromisoformat(start), datetime.fromisoformat(end))
                for row, speaker, start, end in data["sessions"]
            )
            complete = tuple((int(row), str(author)) for row, author in data.get("complete", ()))
            return cls(tuple(data["authors"]), sessions, complete)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexCorrupt(f"no list of speakers in {folder}: {error!r}; build the index again") from None


def false_authors(record: Evidence) -> tuple[str, ...]:
    """Persons whom a quote record says its line is wrongly ascribed to: its `known_false_author`, names apart by /."""
    named = record.extra.get("known_false_author")
    if not isinstance(named, str):
        return ()
    return tuple(part.strip(" 等") for part in named.replace("、", "/").split("/") if part.strip(" 等"))
