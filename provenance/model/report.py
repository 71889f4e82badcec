"""The outcome of one check: what was found, what was skipped, and with which index and models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from provenance.errors import RecordError
from provenance.model.finding import Finding, Skipped

REPORT_SCHEMA = "provenance.report/1"

#: The part of `Header.model_revisions` that says who read the text in pictures; only where posts had pictures.
PICTURE_TEXT = "text in pictures"
#: What stands there when nobody did.
PICTURES_UNREAD = "not read; that needs the extra (pip install 'provenance[ocr]') and the setting read_pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The first line of a report: enough to repeat the run."""

    checked: int
    index_version: str
    #: Part → revision, for example `{"text": "multilingual-e5-small@3f9c"}`.
    model_revisions: Mapping[str, str] = field(default_factory=dict, hash=False)
    settings: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All findings and skipped records of one check, in the order of the posts."""

    header: Header
    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def header_dict(self) -> dict[str, Any]:
        """The first line of `check --format jsonl`."""
        return {
            "schema": REPORT_SCHEMA,
            "checked": self.header.checked,
            "with_findings": len({finding.post_id for finding in self.findings}),
            "findings": len(self.findings),
            "skipped": len(self.skipped),
            "by_pattern": dict(sorted(Counter(str(finding.pattern) for finding in self.findings).items())),
            "index_version": self.header.index_version,
            "model_revisions": dict(self.header.model_revisions),
            "settings": dict(self.header.settings),
        }

    def rows(self) -> list[dict[str, Any]]:
        """Every line of `check --format jsonl`: header, findings, skipped."""
        return [
            self.header_dict(),
            *(finding.to_dict() for finding in self.findings),
            *(skipped.to_dict() for skipped in self.skipped),
        ]

    @classmethod
    def from_rows(cls, rows: list[dict[str, Any]]) -> Report:
        """Read what `rows` wrote.

        Raises:
            RecordError: the first row is no header, or a row has an unknown schema.
        """
        if not rows or rows[0].get("schema") != REPORT_SCHEMA:
            raise RecordError(f"the first line must be {REPORT_SCHEMA}", path="$[0].schema")
        head = rows[0]
        findings, skipped = [], []
        for row in rows[1:]:
            if str(row.get("schema", "")).startswith("provenance.skipped/"):
                skipped.append(Skipped.from_dict(row))
            else:
                findings.append(Finding.from_dict(row))
        return cls(
            header=Header(
                checked=head["checked"],
                index_version=head["index_version"],
                model_revisions=head["model_revisions"],
                settings=head["settings"],
            ),
            findings=tuple(findings),
            skipped=tuple(skipped),
        )
