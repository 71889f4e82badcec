"""Web archives (WARC): every page in them, one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from provenance.errors import InputError, told_by
from provenance.model.finding import Skipped
from provenance.sources.base import Limits, Row
from provenance.sources.inputs import Input
from provenance.sources.markup import decode_page
from provenance.sources.web_page import page_rows

_PAGE_TYPES = re.compile(r"\s*(?:text/html|application/xhtml\+xml)", re.IGNORECASE)
#: Only answers that hold what was asked for: redirections and errors are no documents.
_GOOD_STATUS = 200


class WebArchive:
    """One row a page that was answered with success; other resources (pictures, scripts) are no records."""

    name: ClassVar[str] = "warc"
    suffixes: ClassVar[tuple[str, ...]] = (".warc",)
    fallback: ClassVar[Mapping[str, Any]] = MappingProxyType({"kind": "archive"})

    def rows(self, source: Input, limits: Limits) -> Iterator[Row | Skipped]:
        """The pages in archive order; `line` counts them.

        Raises:
            InputError: it is no web archive.
        """
        from fastwarc.warc import ArchiveIterator, WarcRecordType

        number = 0
        with source.open() as stream:
            if not stream.peek(5).startswith(b"WARC/"):
                raise InputError(f"{source.name} is no web archive: it does not begin with WARC/")
            try:
                for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
                    http = record.http_headers
                    if http is None or http.status_code != _GOOD_STATUS:
                        continue
                    if not _PAGE_TYPES.match(http.get("Content-Type") or ""):
                        continue
                    number += 1
                    yield from _page(record, number, source.name, limits)
            except (OSError, EOFError, ValueError, RuntimeError) as error:
                problem = f"the rest of the archive cannot be read: {told_by(error)}"
                yield Skipped.at("unreadable", problem, source=source.name, line=number + 1)


def _page(record: Any, number: int, name: str, limits: Limits) -> Iterator[Row | Skipped]:
    url = record.headers.get("WARC-Target-URI")
    length_bytes = record.content_length
    data = record.reader.read(limits.max_document_bytes + 1)
    if len(data) > limits.max_document_bytes:
        problem = f"the page {url} is larger than {limits.max_document_bytes:,} bytes"
        yield Skipped.at("too-large", problem, source=name, line=number)
        return
    if len(data) < length_bytes:
        problem = f"the page {url} breaks off after {len(data):,} of {length_bytes:,} bytes"
        yield Skipped.at("unreadable", problem, source=name, line=number)
        return
    fetched = record.headers.get("WARC-Date")
    for row in page_rows(decode_page(data), name, url=url):
        if isinstance(row, Row):
            values = {"fetched_at": fetched, **row.values}
            yield Row(values, number, row.path, document=True)
        else:
            yield row
