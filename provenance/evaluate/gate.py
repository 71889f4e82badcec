"""The quality gate: measured values must not fall below pinned floors, on a corpus that must not change unnoticed."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from provenance.errors import JobError, UsageError, told_by

SCHEMA = "provenance.gate/1"
#: Floors are written with this many decimals, rounded down, so that the value that set a floor passes it.
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Gate:
    """Pinned floors.

    Attributes:
        corpus: SHA-256 of the judgements they were measured on.
        floors: metric → least value.
    """

    corpus: str
    floors: Mapping[str, float]

    @classmethod
    def read(cls, path: Path) -> Gate | None:
        """Read a gate file; None where there is none yet.

        Raises:
            UsageError: it is something else.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["schema"] != SCHEMA:
                raise ValueError(f"schema {data['schema']!r}")
            return cls(str(data["corpus"]), {str(name): float(floor) for name, floor in data["floors"].items()})
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"{path} is no gate file: {error!r}") from None

    def write(self, path: Path) -> None:
        """Write it in one step."""
        data = {"schema": SCHEMA, "corpus": self.corpus, "floors": dict(sorted(self.floors.items()))}
        aside = path.with_name(f".{path.name}-{os.getpid()}")
        aside.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        aside.replace(path)


def corpus_digest(*files: Path) -> str:
    """SHA-256 of some files' contents, in the order given.

    Raises:
        UsageError: one cannot be read.
    """
    digest = hashlib.sha256()
    for path in files:
        try:
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        except OSError as error:
            raise UsageError(f"cannot read {path}: {told_by(error)}") from None
    return digest.hexdigest()


def enforce(path: Path, scores: Mapping[str, float], corpus: str) -> str:
    """Compare scores with the floors of a gate file.

    Returns:
        One line for people.

    Raises:
        JobError: a value lies below its floor, or a pinned metric was not measured.
        UsageError: there is no gate file, or it belongs to another corpus.
    """
    gate = Gate.read(path)
    if gate is None:
        raise UsageError(f"there is no gate file {path}; write one with --update-gate")
    _same_corpus(path, gate, corpus)
    below = [
        f"{name} {scores[name]:.4f} < {floor:.4f}" if name in scores else f"{name} was not measured"
        for name, floor in sorted(gate.floors.items())
        if name not in scores or scores[name] < floor
    ]
    if below:
        raise JobError(f"below the gate {path}: {'; '.join(below)}")
    return f"gate met: {', '.join(f'{name} ≥ {floor:.4f}' for name, floor in sorted(gate.floors.items()))}"


def raise_floors(path: Path, scores: Mapping[str, float], corpus: str, *, allow_regression: bool = False) -> str:
    """Pin the scores as the new floors. A floor is never lowered, nor its corpus exchanged, unless that is said.

    Raises:
        JobError: a floor would be lowered.
        UsageError: the gate belongs to another corpus.
    """
    gate = Gate.read(path)
    new = {name: math.floor(value * 10**_DECIMALS) / 10**_DECIMALS for name, value in scores.items()}
    if gate is not None and not allow_regression:
        _same_corpus(path, gate, corpus)
        lowered = [
            f"{name} {floor:.4f} → {new[name]:.4f}" for name, floor in gate.floors.items() if new.get(name, 2) < floor
        ]
        if lowered:
            raise JobError(f"{path}: this would lower {', '.join(lowered)}; if that is meant: --allow-regression")
        new = {**gate.floors, **new}
    Gate(corpus, new).write(path)
    return f"pinned in {path}: {', '.join(f'{name} ≥ {floor:.4f}' for name, floor in sorted(new.items()))}"


def _same_corpus(path: Path, gate: Gate, corpus: str) -> None:
    if gate.corpus != corpus:
        raise UsageError(
            f"{path} was pinned on another corpus ({gate.corpus[:12]}…, these judgements are {corpus[:12]}…); "
            "floors of one corpus mean nothing on another: --update-gate --allow-regression starts anew"
        )
