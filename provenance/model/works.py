"""What a quote record may say beyond its text: other wordings of the line, and that an author's works are all there.

These keys travel in `Evidence.extra`, so that a reader that does not know them keeps them as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.errors import RecordError

if TYPE_CHECKING:
    from provenance.model.evidence import Evidence

#: The scope of a statement that covers everything an author wrote; any other scope names the part that is covered.
WHOLE = "all"


@dataclass(frozen=True, slots=True)
class WorksComplete:
    """A record's statement that the works of its author are indexed completely.

    Attributes:
        works: records of kind `quote` with this author that the index must hold for the statement to count.
        scope: `all`, or the part of the works that is meant.
    """

    works: int
    scope: str = WHOLE

    @property
    def whole(self) -> bool:
        """Whether nothing the author wrote is left out."""
        return self.scope == WHOLE


def works_complete(row: Mapping[str, Any]) -> WorksComplete | None:
    """The key `works_complete` of a quote record: a number of works, or `{"works": number, "scope": text}`.

    Raises:
        RecordError: it is something else, or the record names no author or no language.
    """
    value = row.get("works_complete")
    if value is None or row.get("kind") != "quote":
        return None
    stated = value if isinstance(value, Mapping) else {"works": value}
    works, scope = stated.get("works"), stated.get("scope", WHOLE)
    if isinstance(works, str) and re.fullmatch(r"[0-9]{1,9}", works.strip()):  # as a table of text columns has it
        works = int(works)
    if isinstance(works, bool) or not isinstance(works, int) or works < 1:
        raise RecordError(
            f"expected how many works the index holds, 1 or more, got {works!r}",
            path="$.works_complete",
            code="bad-value",
        )
    if not isinstance(scope, str) or not scope.strip():
        raise RecordError(
            f"expected 'all' or the part that is covered, got {scope!r}",
            path="$.works_complete.scope",
            code="bad-value",
        )
    for name in ("author", "lang"):
        if not row.get(name):
            raise RecordError(f"a record that calls works complete needs {name}", path=f"$.{name}", code="missing")
    return WorksComplete(works, scope.strip())


def completeness_of(record: Evidence) -> WorksComplete | None:
    """What a record states about the works of its author, if anything."""
    stated = {"kind": record.kind.value, "author": record.author, "lang": record.lang}
    return works_complete({**stated, "works_complete": record.extra.get("works_complete")})


def wordings_of(record: Evidence) -> tuple[str, ...]:
    """The text of a record and, for a quote, the other wordings in its key `variants`, a list of texts."""
    variants = record.extra.get("variants")
    if record.kind.value != "quote" or not isinstance(variants, list | tuple):
        return (record.text,)
    return (record.text, *(text for text in variants if isinstance(text, str) and text.strip()))
