"""What a version must show before it is published."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from provenance.encoders import Encoder
from provenance.errors import IndexProblem
from provenance.indexing.bundle import IndexBundle
from provenance.indexing.fields import field_texts
from provenance.jobs.build_settings import BuildSettings
from provenance.jobs.canaries import Canary, missed
from provenance.jobs.job_settings import JobSettings
from provenance.jobs.views import views_of

#: A record must come among the first so many for its own words.
_WITHIN = 10
#: Characters of a record's text that are its own words.
_QUERY_CHARS = 80
#: Cosine of a vector in the index and the same text encoded again; float16 and other batches cost less than .005.
_SAME_VECTOR = 0.98
#: Fewer probes are too few for a distribution.
_LEAST_PROBES = 20
#: Records whose texts are encoded again.
_ENCODED_AGAIN = 4


@dataclass(frozen=True, slots=True)
class Check:
    """One condition: what was measured, what it must reach, and whether it does."""

    name: str
    passed: bool
    value: float
    floor: float
    text: str

    def to_dict(self) -> dict[str, Any]:
        """For the report of the run."""
        return {"name": self.name, "passed": self.passed, "value": self.value, "floor": self.floor, "text": self.text}


@dataclass(frozen=True, slots=True)
class Probe:
    """A text that is looked up every night, as long as its record is what it was.

    Attributes:
        id: of the record.
        text: its own words.
        similarity: of the nearest vector.
    """

    id: str
    text: str
    similarity: float

    @classmethod
    def all_of(cls, gate: Mapping[str, Any]) -> list[Self]:
        """From the gate of an earlier report."""
        return [cls(**probe) for probe in gate.get("probes", ())]


@dataclass(slots=True)
class GateReport:
    """All conditions, and the probes that the next night compares, with the model whose similarities they are."""

    model: str = ""
    checks: list[Check] = field(default_factory=list)
    probes: list[Probe] = field(default_factory=list)

    @property
    def failed(self) -> list[Check]:
        """The conditions that are not met."""
        return [check for check in self.checks if not check.passed]


def examine(
    bundle: IndexBundle,
    encoder: Encoder,
    *,
    expected: int,
    settings: JobSettings,
    options: BuildSettings,
    canaries: Sequence[Canary] = (),
    before: Sequence[Probe] = (),
) -> GateReport:
    """Examine a version that is not published yet.

    Args:
        bundle: the version.
        encoder: that made its vectors.
        expected: records it must have.
        settings: floors.
        options: what it was built with.
        canaries: queries with a known answer.
        before: last night's probes, of the same model.
    """
    report = GateReport(model=encoder.revision)
    report.checks.append(_files(bundle))
    if report.failed:
        return report
    report.checks.append(_counts(bundle, expected))
    if report.failed or not expected:
        return report
    rows = _sample(bundle, settings.sample)
    report.checks += [
        _finds_itself_by_words(bundle, rows, settings.self_retrieval_floor),
        _finds_itself_by_vector(bundle, rows, settings.self_retrieval_floor),
        _same_encoder(bundle, encoder, options, rows),
    ]
    if canaries:
        lost = missed(list(canaries), bundle, encoder)
        share = 1 - len(lost) / len(canaries)
        text = "; ".join(f"{canary.text[:40]!r} does not find {canary.expect[0]}" for canary in lost[:5])
        report.checks.append(_check("canaries", share, settings.canary_floor, text or "all found"))
    stays = [probe for probe in before if _is_unchanged(bundle, probe)]
    report.probes = _look_up(bundle, encoder, stays, rows, settings.sample)
    if len(stays) >= _LEAST_PROBES:
        now = [probe.similarity for probe in report.probes[: len(stays)]]
        drift = distance([probe.similarity for probe in stays], now)
        text = f"largest gap between last night's and tonight's best similarities of {len(stays)} unchanged records"
        report.checks.append(Check("drift", drift <= settings.max_drift, round(drift, 4), settings.max_drift, text))
    return report


def _check(name: str, value: float, floor: float, text: str) -> Check:
    return Check(name, value >= floor, round(value, 4), floor, text)


def _files(bundle: IndexBundle) -> Check:
    try:
        bundle.manifest.verify(bundle.folder, contents=True)
    except IndexProblem as error:
        return Check("files", False, 0.0, 1.0, str(error))
    return Check("files", True, 1.0, 1.0, f"{len(bundle.manifest.files)} files are what the manifest promises")


def _counts(bundle: IndexBundle, expected: int) -> Check:
    try:
        sizes = {"records": len(bundle.records), "words": len(bundle.lexical), "vectors": len(bundle.vectors)}
    except IndexProblem as error:
        return Check("counts", False, 0.0, float(expected), str(error))
    sizes["manifest"] = bundle.manifest.counts["records"]
    text = ", ".join(f"{name} {size}" for name, size in sizes.items())
    return Check("counts", set(sizes.values()) == {expected}, float(min(sizes.values())), float(expected), text)


def _sample(bundle: IndexBundle, size: int) -> list[int]:
    """Rows, half of them anywhere and half among the newest; the same for the same version."""
    total = len(bundle.records)
    choose = random.Random(bundle.version)
    newest = range(max(0, total - size // 2), total)
    return sorted({*choose.sample(range(total), min(size - len(newest), total)), *newest})


def _words(bundle: IndexBundle, row: int) -> str:
    texts = field_texts(bundle.records.evidence(row))
    return next(iter(texts.values()), "")[:_QUERY_CHARS]


def _finds_itself_by_words(bundle: IndexBundle, rows: list[int], floor: float) -> Check:
    queries = {row: text for row in rows if (text := _words(bundle, row))}
    found = bundle.lexical.search(list(queries.values()), _WITHIN)
    hits = 0
    for (row, text), ranking in zip(queries.items(), found, strict=True):
        near = ranking.rows.tolist()
        # A copy of the record is as good; so is silence for a text without a single indexed term.
        hits += row in near or not near or any(_words(bundle, other) == text for other in near)
    share = hits / len(queries) if queries else 1.0
    return _check("self-retrieval by words", share, floor, f"{hits} of {len(queries)} records find themselves")


def _finds_itself_by_vector(bundle: IndexBundle, rows: list[int], floor: float) -> Check:
    with_vector = {row: vectors for row in rows if len(vectors := bundle.vectors.stored(row))}
    hits = 0
    for row, vectors in with_vector.items():
        (ranking,) = bundle.vectors.search(vectors[:1], _WITHIN)
        near = ranking.rows.tolist()
        full = bool(len(ranking.similarities)) and float(ranking.similarities[-1]) > 1 - 1e-3  # ten copies
        hits += row in near or full
    share = hits / len(with_vector) if with_vector else 1.0
    return _check("self-retrieval by vector", share, floor, f"{hits} of {len(with_vector)} records find themselves")


def _same_encoder(bundle: IndexBundle, encoder: Encoder, options: BuildSettings, rows: list[int]) -> Check:
    lowest = 1.0
    for row in rows[-_ENCODED_AGAIN:]:
        record = bundle.records.evidence(row)
        texts = [text for _, text in views_of(record.kind, field_texts(record), options)]
        stored = bundle.vectors.stored(row)
        if len(texts) != len(stored):
            return Check(
                "encoder", False, 0.0, _SAME_VECTOR, f"{record.id} has {len(stored)} vectors, not {len(texts)}"
            )
        if texts:
            lowest = min(lowest, float((stored * encoder.encode(texts)).sum(axis=1).min()))
    return _check("encoder", lowest, _SAME_VECTOR, "lowest cosine of stored vectors and the same texts encoded again")


def _is_unchanged(bundle: IndexBundle, probe: Probe) -> bool:
    """Whether the record of a probe says the same as before: only then is another similarity a fault."""
    row = bundle.records.row(probe.id)
    return row is not None and _words(bundle, row) == probe.text


def _look_up(bundle: IndexBundle, encoder: Encoder, stays: Sequence[Probe], rows: list[int], size: int) -> list[Probe]:
    """The probes with tonight's similarities: those that stay, and new ones up to `size`."""
    had = {probe.id for probe in stays}
    fresh = [(key, _words(bundle, row)) for row in rows if (key := bundle.records.id(row)) not in had]
    wanted = [(probe.id, probe.text) for probe in stays] + fresh[: max(0, size - len(stays))]
    found = bundle.vectors.search(encoder.encode([text for _, text in wanted], query=True), 1)
    nearest = (float(ranking.similarities[0]) if len(ranking.similarities) else 0.0 for ranking in found)
    return [Probe(key, text, round(best, 5)) for (key, text), best in zip(wanted, nearest, strict=True)]


def distance(before: Sequence[float], now: Sequence[float]) -> float:
    """Kolmogorov-Smirnov distance: the largest gap between two empirical distribution functions, 0 to 1."""
    a, b = np.sort(np.asarray(before, float)), np.sort(np.asarray(now, float))
    points = np.concatenate([a, b])
    gaps = np.searchsorted(a, points, "right") / len(a) - np.searchsorted(b, points, "right") / len(b)
    return float(np.abs(gaps).max())
