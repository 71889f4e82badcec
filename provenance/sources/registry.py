"""Which reader reads an input: its suffix decides, else its first bytes."""

from __future__ import annotations

import re

from provenance.errors import InputError, UsageError
from provenance.sources.base import Reader
from provenance.sources.claim_review import ClaimReview
from provenance.sources.csv_table import CsvTable
from provenance.sources.feed import Feed
from provenance.sources.inputs import STDIN, Input
from provenance.sources.json_document import JsonDocument
from provenance.sources.jsonl import JsonLines
from provenance.sources.parquet import Parquet
from provenance.sources.subtitles import Subtitles
from provenance.sources.transcript import Transcript
from provenance.sources.warc import WebArchive
from provenance.sources.web_page import WebPage

READERS: tuple[Reader, ...] = (
    JsonLines(),
    CsvTable(),
    Parquet(),
    JsonDocument(),
    ClaimReview(),
    Feed(),
    WebPage(),
    Subtitles(),
    Transcript(),
    WebArchive(),
)

SUFFIXES = frozenset(suffix for reader in READERS for suffix in reader.suffixes)


def reader_named(name: str) -> Reader:
    """The reader of that name.

    Raises:
        UsageError: there is none.
    """
    for reader in READERS:
        if reader.name == name:
            return reader
    raise UsageError(f"no reader is called {name!r}; known are {', '.join(reader.name for reader in READERS)}")


def reader_for(source: Input) -> Reader:
    """The reader for an input.

    Raises:
        InputError: neither its suffix nor its beginning tells the format.
    """
    if source.name != STDIN:
        for reader in READERS:
            if source.suffix in reader.suffixes:
                return reader
    head = source.head()
    for pattern, name in _BEGINNINGS:
        if pattern.match(head):
            return reader_named(name)
    raise InputError(
        f"cannot tell the format of {source.name}; give the file one of the suffixes {', '.join(sorted(SUFFIXES))}"
    )


_BEGINNINGS = tuple(
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*" + pattern, re.IGNORECASE), name)
    for pattern, name in (
        (rb"PAR1", "parquet"),
        (rb"WARC/1", "warc"),
        (rb"WEBVTT|\d+\r?\n\d\d:\d\d:\d\d,\d", "subtitles"),
        (rb"<\?xml[^>]*>\s*(?:<!--.*?-->\s*)?<(?:rss|feed|rdf)|<(?:rss|feed|rdf)\b", "feed"),
        (rb"<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html", "page"),
        (rb"\{[^\n]*\"@(?:context|type|graph)\"", "json"),
        (rb"\{[^\n]*\}\s*(?:\n|$)", "jsonl"),
        (rb"[\[{]", "json"),
        (rb"[^\n,;\t]{1,100}[,;\t][^\n]*\n", "csv"),
    )
)
