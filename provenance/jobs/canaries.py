"""Queries with a known answer: if the index does not give it any more, something is wrong with the index."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import orjson

from provenance.encoders import Encoder
from provenance.errors import UsageError, told_by
from provenance.indexing.bundle import IndexBundle

#: Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): its constant, as in the paper.
_FUSION = 60
#: Records of each index that are fused.
_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Canary:
    """A text and the records of which one must be found.

    Attributes:
        text: of a post.
        expect: ids; any of them will do.
        within: among the first so many.
    """

    text: str
    expect: tuple[str, ...]
    within: int = 10


def load_canaries(path: Path) -> list[Canary]:
    """Read JSON Lines `{"text", "expect": id or [ids], "within"?}`.

    Raises:
        UsageError: a line is something else; the message names it.
    """
    out = []
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise UsageError(f"cannot read the canaries {path}: {told_by(error)}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
            expect = row["expect"]
            ids = (expect,) if isinstance(expect, str) else tuple(expect)
            out.append(Canary(row["text"], ids, int(row.get("within", 10))))
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise UsageError(f"no canary: {error!r} @ {path}:{number}") from None
    return out


def missed(canaries: list[Canary], bundle: IndexBundle, encoder: Encoder) -> list[Canary]:
    """The canaries that do not find their record, by words and vectors fused."""
    texts = [canary.text for canary in canaries]
    if not texts:
        return []
    by_words = bundle.lexical.search(texts, _DEPTH)
    by_vector = bundle.vectors.search(encoder.encode(texts, query=True), _DEPTH)
    out = []
    for canary, words, vectors in zip(canaries, by_words, by_vector, strict=True):
        scores: dict[int, float] = {}
        for ranking in (words, vectors):
            for rank, row in enumerate(ranking.rows.tolist()):
                scores[row] = scores.get(row, 0.0) + 1 / (_FUSION + rank + 1)
        best = sorted(scores, key=lambda row: (-scores[row], row))[: canary.within]
        if not {bundle.records.id(row) for row in best} & set(canary.expect):
            out.append(canary)
    return out
