"""The formats of `check`, by name: one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from provenance.errors import UsageError, told_by
from provenance.report.check_report import CheckReport
from provenance.store.aside import written_aside


def _text(report: CheckReport, language: str) -> Iterable[str]:
    from provenance.report.terminal import render_report

    return [render_report(report, posts=report.posts, evidence=report.evidence, lang=language), "\n"]


def _jsonl(report: CheckReport, language: str) -> Iterable[str]:
    from provenance.report.json_lines import json_lines

    return json_lines(report)


def _csv(report: CheckReport, language: str) -> Iterable[str]:
    from provenance.report.tables import csv_lines

    return csv_lines(report)


def _html(report: CheckReport, language: str) -> Iterable[str]:
    from provenance.report.html import render_html

    return [render_html(report, report.posts, report.evidence, lang=language, kept=report.kept)]


def _claim_review(report: CheckReport, language: str) -> Iterable[str]:
    from provenance.report.exports.claim_review import review_lines

    return review_lines(report)


def _feed(report: CheckReport, language: str) -> Iterable[str]:
    from provenance.report.exports.feed import still_spreading

    return still_spreading(report, now=datetime.now(UTC))


#: Format → lines. Parquet is no text and stands apart.
TEXT_FORMATS: dict[str, Callable[[CheckReport, str], Iterable[str]]] = {
    "text": _text,
    "jsonl": _jsonl,
    "csv": _csv,
    "html": _html,
    "claimreview": _claim_review,
    "rss": _feed,
}


def write_report(report: CheckReport, form: str, out: Path | None, *, language: str, stdout: BinaryIO) -> None:
    """Write a report in one of the known formats, to a file as a whole or not at all.

    Args:
        report: what to write.
        form: `parquet` or one of `TEXT_FORMATS`.
        out: the file; None writes to `stdout`.
        language: `en` or `zh`, for the page and the text.
        stdout: binary stream, so that the output is UTF-8 whatever the locale.

    Raises:
        UsageError: an unknown format, or the file cannot be written.
    """
    if form not in {*TEXT_FORMATS, "parquet"}:
        raise UsageError(f"unknown format {form!r}; known are {', '.join(TEXT_FORMATS)}, parquet")
    if out is None:
        _write(report, form, language, stdout)
        stdout.flush()
        return
    try:
        with written_aside(out) as aside, aside.open("wb") as file:
            _write(report, form, language, file)
    except OSError as error:
        raise UsageError(f"cannot write {out}: {told_by(error)}") from None


def _write(report: CheckReport, form: str, language: str, stream: BinaryIO) -> None:
    if form == "parquet":
        from provenance.report.frame import to_frame

        to_frame(report).to_parquet(stream, index=False)
        return
    for line in TEXT_FORMATS[form](report, language):
        stream.write(line.encode("utf-8"))
