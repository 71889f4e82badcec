"""TREC run and judgement files: the lines, nothing about what they mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from provenance.errors import InputError, told_by

#: Post id → evidence ids, best first, each with its score.
Run = Mapping[str, list[tuple[str, float]]]
#: Post id → evidence id → grade (0 = not relevant).
Qrels = Mapping[str, Mapping[str, int]]


def read_run(path: Path) -> Run:
    """Read a run; ties keep the order of their ranks.

    Raises:
        InputError: the file is missing, or a line is no run line.
    """
    rows: dict[str, list[tuple[int, str, float]]] = defaultdict(list)
    for number, parts in _lines(path):
        try:
            post, _, evidence, rank, score = parts[:5]
            rows[post].append((int(rank), evidence, float(score)))
        except ValueError:
            raise InputError(f"expected `post Q0 evidence rank score tag` @ {path}:{number}") from None
    return {post: [(evidence, score) for _, evidence, score in sorted(hits)] for post, hits in rows.items()}


def read_qrels(path: Path) -> Qrels:
    """Read judgements.

    Raises:
        InputError: the file is missing, or a line is no judgement.
    """
    out: dict[str, dict[str, int]] = defaultdict(dict)
    for number, parts in _lines(path):
        try:
            post, _, evidence, grade = parts
            out[post][evidence] = int(grade)
        except ValueError:
            raise InputError(f"expected `post 0 evidence grade` @ {path}:{number}") from None
    return dict(out)


def _lines(path: Path) -> Iterable[tuple[int, list[str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {told_by(error)}") from None
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, line.split()
