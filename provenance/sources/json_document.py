"""A `.json` file: fact-checks as JSON-LD, a list of records, one record, or JSON Lines under another name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import orjson

from provenance.errors import InputError
from provenance.model.finding import Skipped
from provenance.sources import json_ld
from provenance.sources.base import Limits, Row
from provenance.sources.claim_review import REVIEWS, ClaimReview, reviews
from provenance.sources.inputs import Input
from provenance.sources.jsonl import JsonLines
from provenance.sources.markup import decode_page


class JsonDocument:
    """Looks at the whole document and does what fits it."""

    name: ClassVar[str] = "json"
    suffixes: ClassVar[tuple[str, ...]] = (".json",)
    fallback: ClassVar[Mapping[str, Any]] = MappingProxyType({})

    def rows(self, source: Input, limits: Limits) -> Iterator[Row | Skipped]:
        """One row a record or review.

        Raises:
            InputError: it is no JSON, or holds nothing that could be a record.
        """
        if _is_json_lines(source):
            yield from JsonLines().rows(source, limits)
            return
        try:
            document = orjson.loads(decode_page(source.document(limits.max_document_bytes)))
        except orjson.JSONDecodeError as error:
            raise InputError(f"{source.name} is no JSON: {error}") from None
        if next(json_ld.find(document, REVIEWS), None) is not None:
            for row in reviews(document):
                yield Row({**ClaimReview.fallback, **row.values}, row.line, row.path, document=True)
            return
        records = document if isinstance(document, list) else [document]
        for number, values in enumerate(records):
            path = f"$[{number}]" if isinstance(document, list) else "$"
            if isinstance(values, dict):
                yield Row(values, number + 1, path)
            else:
                problem = f"expected a JSON object, got {type(values).__name__}"
                yield Skipped.at("malformed-record", problem, source=source.name, line=number + 1, path=path)


def _is_json_lines(source: Input) -> bool:
    """Whether the first line is a whole object and another one follows."""
    if source.path is None:
        return False
    lines = [line for line in source.head().split(b"\n")[:-1] if line.strip()][:2]
    return len(lines) == 2 and all(_is_object(line) for line in lines)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line.removeprefix(b"\xef\xbb\xbf")), dict)
    except orjson.JSONDecodeError:
        return False
