"""`check`, `explain` and `demo`: posts in, findings out."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.exits import FOUND, errors_to_exit_codes, leave
from provenance.cli.opening import open_checker
from provenance.cli.options import (
    BeforeOption,
    ConfigOption,
    Engine,
    EngineOption,
    FromOption,
    IndexOption,
    KindOption,
    LangOption,
    Language,
    MapOption,
    OutOption,
    PlaceOption,
    filter_of,
    posts_of,
    settings_of,
)
from provenance.cli.output import check_folder, check_out, emit, progress, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.checker import Checker
    from provenance.indexing.base import Filter
    from provenance.report.check_report import CheckReport


class CheckFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    HTML = "html"
    CLAIM_REVIEW = "claimreview"
    RSS = "rss"


def check(
    posts: Annotated[list[str], typer.Argument(help="JSON Lines, CSV or Parquet; - for stdin.")],
    index: IndexOption = Path("indexes"),
    pattern: Annotated[list[str] | None, typer.Option("--pattern", help="Look for this only; repeatable.")] = None,
    format: Annotated[CheckFormat, typer.Option("--format")] = CheckFormat.TEXT,
    out: OutOption = None,
    min_confidence: Annotated[float | None, typer.Option(help="Report nothing less certain (0..1).")] = None,
    max_skipped: Annotated[float, typer.Option(help="Exit 5 when a larger share of the posts was skipped.")] = 0.1,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 also when something was found.")] = False,
    calibration: Annotated[Path | None, typer.Option(help="Confidence as `calibrate` refitted it.")] = None,
    suppress: Annotated[Path | None, typer.Option(help="Decisions of a review; rejected pairs stay silent.")] = None,
    bundles: Annotated[Path | None, typer.Option(help="Folder for one evidence bundle (ZIP) per finding.")] = None,
    graph: Annotated[
        Path | None, typer.Option(help="Floods as a directed graph: who repeats whom, as .graphml or .csv (edges).")
    ] = None,
    window: Annotated[
        Path | None, typer.Option(help="Keeps the posts of the last days between checks, for floods that go on.")
    ] = None,
    column: MapOption = None,
    kind: KindOption = None,
    since: FromOption = None,
    before: BeforeOption = None,
    place: PlaceOption = None,
    language: LangOption = Language.EN,
    config: ConfigOption = None,
    engine: EngineOption = Engine.LOCAL,
) -> None:
    """Check posts for known patterns. Reports, with the evidence, what each one repeats."""
    with errors_to_exit_codes():
        from provenance.report.graph import graph_name, write_graph

        graph = graph and graph_name(graph)
        check_out(out)
        check_out(graph)
        check_folder(bundles)
        rejected = _rejected(suppress)
        checker = open_checker(index, settings_of(config, min_confidence), calibration)
        where = filter_of(kind, since, before, place)
        report = run_check(checker, posts, pattern, column, where, engine, window)
        report = rejected(report)
        if graph:
            say(f"{write_graph(report, report.posts, graph)} edges in {graph}")
        if bundles:
            from provenance.report.exports.bundle import write_bundles

            say(f"{len(write_bundles(report, bundles))} bundles in {bundles}")
        write_report_to(report, format, out, language)
    leave(report, max_skipped=max_skipped, exit_zero=exit_zero)


def explain(
    posts: Annotated[list[str], typer.Argument(help="The file that holds the post.")],
    post: Annotated[str, typer.Option("--post", help="Id of the post.")],
    index: IndexOption = Path("indexes"),
    column: MapOption = None,
    language: LangOption = Language.EN,
    config: ConfigOption = None,
) -> None:
    """Show why a post is reported, or by which rules not. Reasons in bits, spans side by side, and what came near."""
    with errors_to_exit_codes():
        from provenance.errors import UsageError
        from provenance.model.finding import Skipped
        from provenance.report.explain import explain_post

        named = (item for item in posts_of(posts, column) if not isinstance(item, Skipped) and item.id == post)
        found = next(named, None)
        if found is None:
            raise UsageError(f"no post {post!r} in {', '.join(posts)}")
        checker = open_checker(index, settings_of(config, 0.0))
        report = checker.check([found])
        nearest = next((hits for _, hits in checker.match([found], k=5)), [])
        emit([explain_post(report, found, nearest, checker.silences(found), language)], None)
    raise typer.Exit(FOUND if report.findings else 0)


def demo(
    out: Annotated[Path, typer.Option("--out", help="Where the page goes.")] = Path("demo-report.html"),
    index: Annotated[Path | None, typer.Option("--index", help="Another index than the sample's.")] = None,
) -> None:
    """Check the shipped sample and write a page."""
    with errors_to_exit_codes():
        from provenance.jobs.demo import sample_index
        from provenance.sample import POSTS

        checker = open_checker(index or sample_index(), settings_of(None, None))
        report = run_check(checker, [str(POSTS)], None, None, None)
        emit([str(report), "\n"], None)
        write_report_to(report, CheckFormat.HTML, out, "en")
        say(f"page: {out}")


def run_check(
    checker: Checker,
    posts: list[str],
    patterns: list[str] | None,
    column: list[str] | None,
    where: Filter | None,
    engine: Engine = Engine.LOCAL,
    window: Path | None = None,
) -> CheckReport:
    """Check the posts of these files, with a bar where somebody watches."""
    examine = None
    if engine is Engine.RAY:
        from provenance.cluster import Cluster
        from provenance.jobs.spread_check import spread

        examine = spread(checker, Cluster.connect())
    rows = progress(posts_of(posts, column), "checked")
    return checker.check(rows, patterns=patterns, where=where, examine=examine, window=window)


def _rejected(decisions: Path | None) -> Callable[[CheckReport], CheckReport]:
    """What takes rejected pairs out of a report; the decisions are read at once, before anything is checked."""
    from dataclasses import replace

    from provenance.report.dispositions import decisions_in, key_of, suppressed

    decided = decisions_in(decisions) if decisions else {}

    def without(report: CheckReport) -> CheckReport:
        silent = suppressed(report.findings, decided)
        return replace(report, findings=tuple(each for each in report.findings if key_of(each) not in silent))

    return without


def write_report_to(report: CheckReport, form: CheckFormat, out: Path | None, language: str) -> None:
    """Write a report in this form; plain text goes to the terminal without the summary, which is said apart."""
    from provenance.errors import UsageError
    from provenance.report.writers import write_report

    if out is None and form is CheckFormat.TEXT:
        from provenance.report.terminal import render_findings

        emit([render_findings(report, posts=report.posts, evidence=report.evidence, lang=language)], None)
    elif out is None and form is CheckFormat.PARQUET and sys.stdout.isatty():
        raise UsageError("Parquet is nothing for a terminal; name a file: --out findings.parquet")
    else:
        write_report(report, form.value, out, language=language, stdout=sys.stdout.buffer)
