"""`review`, `calibrate` and `verify-bundle`: what happens to findings afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.exits import errors_to_exit_codes
from provenance.cli.output import emit, say

if TYPE_CHECKING:
    from provenance.model.report import Report


def review(
    findings: Annotated[Path, typer.Argument(help="Findings as JSON Lines, as `check --format jsonl` writes them.")],
    out: Annotated[Path, typer.Option("--out", help="Decisions are appended here.")] = Path("dispositions.jsonl"),
) -> None:
    """Decide finding by finding. Confirm, reject or unsure, with a note; stop at any time, it goes on there."""
    with errors_to_exit_codes():
        from datetime import UTC, datetime

        from provenance.model.disposition import Decision, Disposition
        from provenance.model.interval import Interval
        from provenance.report.dispositions import append_disposition, pending, read_dispositions
        from provenance.report.terminal import render_finding

        todo = pending(_read_report(findings).findings, read_dispositions(out))
        answers = {item.value[0]: item for item in Decision}
        for number, finding in enumerate(todo, 1):
            emit([f"\n[{number}/{len(todo)}]\n{render_finding(finding)}\n"], None)
            answer = typer.prompt("confirm, reject, unsure or quit (c/r/u/q)", err=True).strip().lower()[:1]
            if answer == "q":
                break
            if answer not in answers:
                say("left open")
                continue
            note = typer.prompt("note", default="", show_default=False, err=True).strip() or None
            append_disposition(
                out, Disposition.of(finding, answers[answer], at=Interval.at(datetime.now(UTC)), note=note)
            )
        say(f"{len(read_dispositions(out))} decisions in {out}")


def calibrate(
    dispositions: Annotated[Path, typer.Argument(help="Decisions, as `review` writes them.")],
    out: Annotated[Path, typer.Option("--out", help="For `check --calibration`.")] = Path("calibration.json"),
    plot: Annotated[Path | None, typer.Option(help="Reliability plot, as .html, .png or .svg.")] = None,
) -> None:
    """Refit confidence on your decisions. Needs 200 a pattern; says how honest it was before and after."""
    with errors_to_exit_codes():
        from provenance.errors import UsageError
        from provenance.report.dispositions import decisions_in
        from provenance.scoring.recalibrate import recalibrate, save_calibration
        from provenance.scoring.reliability import calibration_lines, save_reliability_plot

        rows = list(decisions_in(dispositions).values())
        results = recalibrate(rows)
        if not results:
            raise UsageError(f"no finding in {dispositions} was confirmed or rejected: nothing to calibrate")
        save_calibration(results, out)
        emit(calibration_lines(results), None)
        if plot:
            save_reliability_plot(rows, plot)
        say(f"calibration: {out}")


def verify_bundle_(bundle: Annotated[list[Path], typer.Argument(help="Evidence bundles.")]) -> None:
    """Verify evidence bundles. Each is as it was made, and every quoted span stands in its text."""
    with errors_to_exit_codes():
        from provenance.report.exports.bundle import verify_bundle

        for path in bundle:
            finding = verify_bundle(path)
            emit([f"{path}: intact, {finding['pattern']} of post {finding['post_id']}\n"], None)


def _read_report(path: Path) -> Report:
    from provenance.errors import InputError, RecordError
    from provenance.report.json_lines import read_json_lines

    if not path.exists():
        raise InputError(f"there is no {path}; `provenance check POSTS --format jsonl --out {path}` writes one")
    try:
        return read_json_lines(path.read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError, RecordError) as error:
        raise InputError(f"{path} holds no findings as JSON Lines: {error}") from None
