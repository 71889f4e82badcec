"""What lies between two versions: records, and the findings on saved posts that would change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from provenance.errors import UsageError
from provenance.indexing.bundle import IndexBundle
from provenance.jobs.versions import names
from provenance.model.finding import Finding, Skipped
from provenance.model.post import Post
from provenance.store.layout import to_row
from provenance.store.records import RecordTable

#: Columns that follow from others.
_DERIVED = frozenset(("published_start_us", "published_end_us"))

#: Post, pattern, and the records it cites.
FindingKey = tuple[str, str, tuple[str, ...]]
#: From a version folder and posts to the findings.
Check = Callable[[Path, Iterable[Post | Skipped]], Iterable[Finding]]


@dataclass(slots=True)
class Difference:
    """Ids in ascending order; findings as (post, pattern, cited records)."""

    before: str
    after: str
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    #: Id of a changed record → the fields that differ; of a rating what it was and is.
    fields: dict[str, list[str]] = field(default_factory=dict)
    findings_gained: list[FindingKey] = field(default_factory=list)
    findings_lost: list[FindingKey] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    def __str__(self) -> str:
        lines = [f"{self.before} → {self.after}"]
        lines += [f"+ {key}" for key in self.added]
        lines += [f"~ {key}: {', '.join(self.fields[key])}" for key in self.changed]
        lines += [f"- {key}" for key in self.removed]
        for sign, found in (("+", self.findings_gained), ("-", self.findings_lost)):
            lines += [f"{sign} finding {pattern} on {post}: {', '.join(cited)}" for post, pattern, cited in found]
        counts = f"{len(self.added)} added, {len(self.changed)} changed, {len(self.removed)} removed"
        return "\n".join([*lines, counts])


def diff_versions(
    indexes: Path,
    before: str,
    after: str,
    *,
    posts: Callable[[], Iterable[Post | Skipped]] | None = None,
    check: Check | None = None,
) -> Difference:
    """Compare two versions.

    Args:
        indexes: their folder.
        before: name of a version.
        after: name of a version.
        posts: gives saved posts, twice.
        check: how posts are checked; None means `Checker`.

    Raises:
        UsageError: there is no such version.
    """
    known = names(indexes)
    for name in (before, after):
        if name not in known:
            raise UsageError(f"there is no version {name!r} in {indexes}; see: provenance index list")
    old, new = _digests(indexes / before), _digests(indexes / after)
    out = Difference(
        before,
        after,
        added=sorted(new.keys() - old.keys()),
        changed=sorted(key for key in new.keys() & old.keys() if new[key] != old[key]),
        removed=sorted(old.keys() - new.keys()),
    )
    tables = [IndexBundle.open(indexes / name, verify=False).records for name in (before, after)]
    out.fields = {key: _fields(*(_row(table, key) for table in tables)) for key in out.changed}
    if posts is not None:
        run = check or _check
        had = {_key(finding) for finding in run(indexes / before, posts())}
        has = {_key(finding) for finding in run(indexes / after, posts())}
        out.findings_gained, out.findings_lost = sorted(has - had), sorted(had - has)
    return out


def _digests(folder: Path) -> dict[str, bytes]:
    """Id → checksum of everything its row says."""
    out = {}
    for batch in IndexBundle.open(folder, verify=False).records.batches():
        for row in batch.to_pylist():
            out[str(row["id"])] = blake2b(repr(sorted(row.items())).encode(), digest_size=16).digest()
    return out


def _row(records: RecordTable, key: str) -> dict[str, Any]:
    row = records.row(key)
    return {} if row is None else to_row(records.evidence(row))


def _fields(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The names of what differs, as records have it."""
    names = [name for name in new if name not in _DERIVED and old.get(name) != new[name]]
    return [f"rating {old.get(name)} → {new[name]}" if name == "rating" else name for name in names]


def _key(finding: Finding) -> FindingKey:
    return finding.post_id, finding.pattern.value, tuple(sorted(each.evidence_id for each in finding.citations))


def _check(version: Path, posts: Iterable[Post | Skipped]) -> Iterable[Finding]:
    from provenance.checker import Checker

    return Checker.open(version).check(posts).findings
