"""The command line: parse, call the library, print, exit. Nothing is decided here.

Exit codes: 0 nothing found · 1 findings · 2 usage or unreadable input · 3 index missing, corrupt or mismatched ·
4 job failed, the published index untouched · 5 finished, but more posts skipped than --max-skipped.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from provenance.checker import Checker
    from provenance.config import Settings
    from provenance.indexing.base import Filter
    from provenance.model.finding import Skipped
    from provenance.model.post import Post
    from provenance.model.report import Report
    from provenance.report.check_report import CheckReport

Item = TypeVar("Item")

FOUND, USAGE, NO_INDEX, JOB_FAILED, TOO_MANY_SKIPPED = 1, 2, 3, 4, 5

app = typer.Typer(
    name="provenance",
    help="Where has this been before? Shows, with the evidence side by side, what a new post repeats.",
    epilog="Exit codes: 0 nothing found, 1 findings, 2 usage or unreadable input, 3 index missing or unfit, "
    "4 job failed, 5 more posts skipped than --max-skipped.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
index_app = typer.Typer(help="Build and look after the index.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(index_app, name="index")


class CheckFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    HTML = "html"
    CLAIM_REVIEW = "claimreview"
    RSS = "rss"


class MatchFormat(StrEnum):
    """How a ranking is written."""

    TREC = "trec"
    JSONL = "jsonl"


class AlignFormat(StrEnum):
    """How an alignment is written."""

    TEXT = "text"
    JSONL = "jsonl"
    HTML = "html"
    EDL = "edl"
    OTIO = "otio"


IndexOption = Annotated[Path, typer.Option("--index", help="Folder of the index.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Write here instead of to stdout.")]
MapOption = Annotated[
    list[str] | None, typer.Option("--map", help="Name of a column: field=column, for example text=content.")
]
ConfigOption = Annotated[Path | None, typer.Option("--config", help="Settings as TOML.")]
KindOption = Annotated[list[str] | None, typer.Option("--kind", help="Only records of this kind; may be repeated.")]
FromOption = Annotated[str | None, typer.Option("--from", help="Only records published then or later (ISO 8601).")]
BeforeOption = Annotated[str | None, typer.Option("--before", help="Only records published before (ISO 8601).")]


@app.command()
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
    column: MapOption = None,
    kind: KindOption = None,
    since: FromOption = None,
    before: BeforeOption = None,
    language: Annotated[str, typer.Option("--lang", help="Language of the page: zh or en.")] = "en",
    config: ConfigOption = None,
) -> None:
    """Check posts and report which known pattern each one repeats, with the evidence."""
    with errors_to_exit_codes():
        checker = _open(index, _settings(config, min_confidence), calibration)
        where = _filter(kind, since, before)
        report = _check(checker, posts, pattern, column, where)
        if suppress:
            report = _without_rejected(report, suppress)
        if bundles:
            from provenance.report.exports.bundle import write_bundles

            _say(f"{len(write_bundles(report, bundles))} bundles in {bundles}")
        _write_report(report, format, out, language)
    _leave(report, max_skipped=max_skipped, exit_zero=exit_zero)


@app.command()
def explain(
    posts: Annotated[list[str], typer.Argument(help="The file that holds the post.")],
    post: Annotated[str, typer.Option("--post", help="Id of the post.")],
    index: IndexOption = Path("indexes"),
    column: MapOption = None,
    config: ConfigOption = None,
) -> None:
    """Show why: reasons in bits as a waterfall, spans side by side, and what came near without being reported."""
    with errors_to_exit_codes():
        from provenance.errors import UsageError
        from provenance.model.finding import Skipped
        from provenance.report.explain import explain_post

        named = (item for item in _posts(posts, column) if not isinstance(item, Skipped) and item.id == post)
        found = next(named, None)
        if found is None:
            raise UsageError(f"no post {post!r} in {', '.join(posts)}")
        checker = _open(index, _settings(config, 0.0))
        report = checker.check([found])
        nearest = next((hits for _, hits in checker.match([found], k=5)), [])
        _emit([explain_post(report, found, nearest)], None)
    raise typer.Exit(FOUND if report.findings else 0)


@app.command()
def match(
    posts: Annotated[list[str], typer.Argument(help="JSON Lines, CSV or Parquet; - for stdin.")],
    index: IndexOption = Path("indexes"),
    kind: KindOption = None,
    k: Annotated[int, typer.Option("-k", min=1, help="Records per post.")] = 100,
    format: Annotated[MatchFormat, typer.Option("--format")] = MatchFormat.TREC,
    out: OutOption = None,
    column: MapOption = None,
    since: FromOption = None,
    before: BeforeOption = None,
    config: ConfigOption = None,
) -> None:
    """Ranked retrieval: for every post the nearest records, as a TREC run or JSON Lines."""
    with errors_to_exit_codes():
        from provenance.report.ranking import ranking_lines

        checker = _open(index, _settings(config, None))
        ranked = checker.match(_progress(_posts(posts, column), "matched"), k=k, where=_filter(kind, since, before))
        _emit(ranking_lines(ranked, trec=format is MatchFormat.TREC), out)


@app.command()
def evaluate(
    run: Annotated[Path, typer.Argument(help="A TREC run, as `match` writes it.")],
    qrels: Annotated[Path, typer.Argument(help="TREC judgements.")],
    metric: Annotated[list[str] | None, typer.Option("--metric", help="map@5, mrr, recall@20 …; repeatable.")] = None,
    grade: Annotated[int, typer.Option(min=1, help="Least grade that counts as relevant.")] = 1,
    gate: Annotated[Path | None, typer.Option("--gate", help="Floors; exit 4 when a value lies below its own.")] = None,
    update_gate: Annotated[
        bool, typer.Option("--update-gate", help="Pin the values; a floor is never lowered.")
    ] = False,
    allow_regression: Annotated[bool, typer.Option("--allow-regression", help="Lower floors all the same.")] = False,
) -> None:
    """Score a run against judgements, and hold the values against pinned floors."""
    with errors_to_exit_codes():
        from provenance.evaluate import evaluate_run, read_qrels, read_run

        names = metric or ["map@5", "mrr", "recall@20"]
        scores = evaluate_run(read_run(run), read_qrels(qrels), names, grade=grade)
        _emit([f"{name}\t{scores[name]:.4f}\n" for name in names], None)
        if gate is not None:
            from provenance.evaluate.gate import corpus_digest, enforce, raise_floors

            corpus = f"{corpus_digest(qrels)}/{grade}"
            if update_gate:
                _say(raise_floors(gate, scores, corpus, allow_regression=allow_regression))
            else:
                _say(enforce(gate, scores, corpus))


@app.command()
def review(
    findings: Annotated[Path, typer.Argument(help="Findings as JSON Lines, as `check --format jsonl` writes them.")],
    out: Annotated[Path, typer.Option("--out", help="Decisions are appended here.")] = Path("dispositions.jsonl"),
) -> None:
    """Go through findings and decide: confirm, reject or unsure, with a note. Stop at any time; it goes on there."""
    with errors_to_exit_codes():
        from datetime import UTC, datetime

        from provenance.model.disposition import Decision, Disposition
        from provenance.model.interval import Interval
        from provenance.report.dispositions import append_disposition, pending, read_dispositions
        from provenance.report.terminal import render_finding

        todo = pending(_read_report(findings).findings, read_dispositions(out))
        answers = {item.value[0]: item for item in Decision}
        for number, finding in enumerate(todo, 1):
            _emit([f"\n[{number}/{len(todo)}]\n{render_finding(finding)}\n"], None)
            answer = typer.prompt("confirm, reject, unsure or quit (c/r/u/q)", err=True).strip().lower()[:1]
            if answer == "q":
                break
            if answer not in answers:
                _say("left open")
                continue
            note = typer.prompt("note", default="", show_default=False, err=True).strip() or None
            append_disposition(
                out, Disposition.of(finding, answers[answer], at=Interval.at(datetime.now(UTC)), note=note)
            )
        _say(f"{len(read_dispositions(out))} decisions in {out}")


@app.command()
def calibrate(
    dispositions: Annotated[Path, typer.Argument(help="Decisions, as `review` writes them.")],
    out: Annotated[Path, typer.Option("--out", help="For `check --calibration`.")] = Path("calibration.json"),
    plot: Annotated[Path | None, typer.Option(help="Reliability plot, as .html, .png or .svg.")] = None,
) -> None:
    """Refit confidence on your own decisions (200 or more per pattern), and say how honest it was before and after."""
    with errors_to_exit_codes():
        from provenance.report.dispositions import read_dispositions
        from provenance.scoring.recalibrate import recalibrate, save_calibration
        from provenance.scoring.reliability import calibration_lines, save_reliability_plot

        rows = list(read_dispositions(dispositions).values())
        results = recalibrate(rows)
        save_calibration(results, out)
        _emit(calibration_lines(results), None)
        if plot:
            save_reliability_plot(rows, plot)
        _say(f"calibration: {out}")


@app.command()
def align(
    clip: Annotated[
        Path, typer.Argument(help="What was shown or quoted: a text, page, subtitle, audio or video file.")
    ],
    official: Annotated[Path, typer.Argument(help="The full record.")],
    format: Annotated[AlignFormat, typer.Option("--format")] = AlignFormat.TEXT,
    out: OutOption = None,
) -> None:
    """Lay a clip against the full record: what was kept, cut, changed, moved or added. Exits 1 when there are edits."""
    with errors_to_exit_codes():
        from provenance.media.sniff import is_recording
        from provenance.report.alignment_formats import render_alignment, render_media_alignment

        if is_recording(clip) and is_recording(official):
            from provenance.alignment.time import align_recordings

            recordings = align_recordings(clip, official)
            edited = bool(recordings.edits)
            _emit([render_media_alignment(recordings, format.value)], out)
        else:
            from provenance.alignment.documents import align_documents

            documents = align_documents(clip, official)
            edited = bool(documents.alignment.edits)
            colour = out is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
            _emit([render_alignment(documents, format.value, colour=colour)], out)
    raise typer.Exit(FOUND if edited else 0)


@app.command("verify-bundle")
def verify_bundle_(bundle: Annotated[list[Path], typer.Argument(help="Evidence bundles.")]) -> None:
    """Check that evidence bundles are as they were made, and that every quoted span stands in its text."""
    with errors_to_exit_codes():
        from provenance.report.exports.bundle import verify_bundle

        for path in bundle:
            finding = verify_bundle(path)
            _emit([f"{path}: intact, {finding['pattern']} of post {finding['post_id']}\n"], None)


@index_app.command("build")
def index_build(
    sources: Annotated[list[str], typer.Argument(help="Files, folders or globs of evidence.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the index; a new version is published in it.")],
    column: MapOption = None,
    encoder: Annotated[str | None, typer.Option(help="Text encoder: a known name, a hub id or a folder.")] = None,
    config: ConfigOption = None,
) -> None:
    """Build a new version beside the published one, verify it, and publish it in one step."""
    with errors_to_exit_codes():
        from provenance.jobs.build import build_index
        from provenance.sources import read_evidence

        records = _progress(read_evidence(sources, columns=_columns(column)), "records read")
        report = build_index(records, out, encoder=encoder, settings=_settings(config, None))
        for row in report.skipped:
            _say(f"skipped: {row.message}")
        _say(f"published {report.version} in {out}: {report.records} records, {len(report.skipped)} skipped")


@index_app.command("verify")
def index_verify(index: Annotated[Path, typer.Argument(help="Folder of the index.")] = Path("indexes")) -> None:
    """Compare every file of the published version with its manifest."""
    with errors_to_exit_codes():
        from provenance.jobs.build import verify_index

        _say(verify_index(index))


@index_app.command("update")
def index_update(
    sources: Annotated[Path, typer.Option("--config", help="Sources as TOML.")] = Path("sources.toml"),
    indexes: Annotated[Path, typer.Option("--indexes", help="Folder of the versions.")] = Path("indexes"),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Build everything anew.")] = False,
    accept_shrink: Annotated[
        list[str] | None, typer.Option("--accept-shrink", help="A source whose sudden loss is meant; repeatable.")
    ] = None,
    accept_drift: Annotated[bool, typer.Option("--accept-drift", help="Similarities may move this time.")] = False,
    settings: Annotated[Path | None, typer.Option("--settings", help="Settings as TOML.")] = None,
    log_json: Annotated[bool, typer.Option("--log-json", help="One JSON object a line on stderr.")] = False,
) -> None:
    """The nightly job: read what changed, encode what is new, examine, and publish in one step."""
    with errors_to_exit_codes():
        from provenance.jobs.log import log_to
        from provenance.jobs.update import update_index

        log_to(sys.stderr, as_json=log_json)
        report = update_index(
            sources,
            indexes,
            settings=_settings(settings, None),
            accept_shrink=frozenset(accept_shrink or ()),
            accept_drift=accept_drift,
            dry_run=dry_run,
            full=full,
        )
        if dry_run:
            _emit([f"{source.name}: {source.summary()}\n" for source in report.sources], None)
        for warning in report.warnings:
            _say(f"warning: {warning}")
        _say(report.summary())


@index_app.command("list")
def index_list(indexes: Annotated[Path, typer.Argument(help="Folder of the versions.")] = Path("indexes")) -> None:
    """The versions, newest first; the published one is marked."""
    with errors_to_exit_codes():
        from provenance.jobs.versions import list_versions

        _emit([f"{version}\n" for version in list_versions(indexes)], None)


@index_app.command("diff")
def index_diff(
    before: Annotated[str, typer.Argument(help="A version.")],
    after: Annotated[str, typer.Argument(help="Another one.")],
    indexes: Annotated[Path, typer.Option("--indexes", help="Folder of the versions.")] = Path("indexes"),
    posts: Annotated[list[str] | None, typer.Option("--posts", help="Saved posts: show findings that change.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """What lies between two versions: records added, changed and removed; findings on saved posts that change."""
    with errors_to_exit_codes():
        import json

        from provenance.jobs.diff import diff_versions

        found = diff_versions(indexes, before, after, posts=(lambda: _posts(posts, None)) if posts else None)
        text = json.dumps(found.to_dict(), ensure_ascii=False) if as_json else str(found)
        _emit([text, "\n"], None)


@index_app.command("rollback")
def index_rollback(
    indexes: Annotated[Path, typer.Argument(help="Folder of the versions.")] = Path("indexes"),
    to: Annotated[str | None, typer.Option("--to", help="A version; without it the one before.")] = None,
) -> None:
    """Publish an older version again, after reading it through."""
    with errors_to_exit_codes():
        from provenance.jobs.versions import rollback

        _say(f"published {rollback(indexes, to)}")


@index_app.command("prune")
def index_prune(
    indexes: Annotated[Path, typer.Argument(help="Folder of the versions.")] = Path("indexes"),
    keep: Annotated[int, typer.Option("--keep", min=1, help="Newest versions to keep.")] = 7,
) -> None:
    """Remove old versions; never the published one, nor one that is open somewhere."""
    with errors_to_exit_codes():
        from provenance.jobs.versions import job_lock, prune

        with job_lock(indexes):
            removed = prune(indexes, keep)
        _say(f"removed {len(removed)}: {', '.join(removed)}" if removed else "nothing to remove")


@index_app.command("status")
def index_status_command(
    indexes: Annotated[Path, typer.Argument(help="Folder of the versions.")] = Path("indexes"),
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Age of the published version, the last run, the last success."""
    with errors_to_exit_codes():
        import json

        from provenance.jobs.status import index_status

        status = index_status(indexes)
        _emit([json.dumps(status.to_dict(), ensure_ascii=False) if as_json else str(status), "\n"], None)


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Where the page goes.")] = Path("demo-report.html"),
    index: Annotated[Path | None, typer.Option("--index", help="Another index than the sample's.")] = None,
) -> None:
    """Check the shipped sample posts against the shipped sample index and write a page."""
    with errors_to_exit_codes():
        from provenance.jobs.demo import sample_index
        from provenance.sample import POSTS

        checker = _open(index or sample_index(), _settings(None, None))
        report = _check(checker, [str(POSTS)], None, None, None)
        _emit([str(report), "\n"], None)
        _write_report(report, CheckFormat.HTML, out, "en")
        _say(f"page: {out}")


def main() -> None:
    """Entry point of the console script."""
    app()


@contextmanager
def errors_to_exit_codes() -> Iterator[None]:
    """Turn the package's errors into one line on stderr and the exit code of their family."""
    from provenance.errors import IndexProblem, JobError, ProvenanceError

    try:
        yield
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong, and nothing more can be written.
        sys.stderr.close()
        raise typer.Exit(0) from None
    except IndexProblem as error:
        _fail(error, NO_INDEX)
    except JobError as error:
        _fail(error, JOB_FAILED)
    except ProvenanceError as error:
        _fail(error, USAGE)


def _fail(error: Exception, code: int) -> NoReturn:
    _say(f"provenance: {error}")
    raise typer.Exit(code)


def _leave(report: CheckReport, *, max_skipped: float, exit_zero: bool) -> NoReturn:
    from provenance.report.terminal import summary

    _say(summary(report))
    rows = report.header.checked + len(report.skipped)
    if rows and len(report.skipped) / rows > max_skipped:
        raise typer.Exit(TOO_MANY_SKIPPED)
    raise typer.Exit(FOUND if report.findings and not exit_zero else 0)


def _settings(config: Path | None, min_confidence: float | None) -> Settings:
    from dataclasses import replace

    from provenance.config import Settings, load_settings

    settings = load_settings(config) if config else Settings()
    return settings if min_confidence is None else replace(settings, min_confidence=min_confidence)


def _open(index: Path, settings: Settings, calibration: Path | None = None) -> Checker:
    from provenance.checker import Checker

    if calibration is None:
        return Checker.open(index, settings=settings)
    from provenance.scoring.recalibrate import load_calibration

    return Checker.open(index, settings=settings, calibration=load_calibration(calibration))


def _check(
    checker: Checker, posts: list[str], patterns: list[str] | None, column: list[str] | None, where: Filter | None
) -> CheckReport:
    return checker.check(_progress(_posts(posts, column), "checked"), patterns=patterns, where=where)


def _without_rejected(report: CheckReport, decisions: Path) -> CheckReport:
    from dataclasses import replace

    from provenance.report.dispositions import key_of, read_dispositions, suppressed

    silent = suppressed(report.findings, read_dispositions(decisions))
    return replace(report, findings=tuple(each for each in report.findings if key_of(each) not in silent))


def _read_report(path: Path) -> Report:
    from provenance.errors import InputError, RecordError
    from provenance.report.json_lines import read_json_lines

    try:
        return read_json_lines(path.read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError, RecordError) as error:
        raise InputError(f"{path} holds no findings as JSON Lines: {error}") from None


def _posts(sources: list[str], column: list[str] | None) -> Iterator[Post | Skipped]:
    from provenance.sources import read_posts

    return read_posts(sources, columns=_columns(column))


def _columns(pairs: list[str] | None) -> dict[str, str] | None:
    from provenance.errors import UsageError

    for pair in pairs or ():
        if "=" not in pair:
            raise UsageError(f"--map takes field=column, got {pair!r}")
    return dict(pair.split("=", 1) for pair in pairs) if pairs else None


def _filter(kinds: list[str] | None, since: str | None, before: str | None) -> Filter | None:
    if not (kinds or since or before):
        return None
    from provenance.errors import UsageError
    from provenance.indexing.base import Filter
    from provenance.model.evidence import Kind
    from provenance.model.interval import Interval

    if unknown := set(kinds or ()) - set(Kind):
        raise UsageError(f"unknown kind {', '.join(sorted(unknown))}; known are {', '.join(Kind)}")
    return Filter(
        kinds=frozenset(kinds) if kinds else None,
        published_from=Interval.parse(since, path="--from").start if since else None,
        published_before=Interval.parse(before, path="--before").start if before else None,
    )


def _write_report(report: CheckReport, form: CheckFormat, out: Path | None, language: str) -> None:
    from provenance.report.writers import write_report

    if out is None and form is CheckFormat.TEXT:
        _emit([str(report), "\n"], None)
    else:
        write_report(report, form.value, out, language=language, stdout=sys.stdout.buffer)


def _emit(lines: Iterable[str], out: Path | None) -> None:
    """Write UTF-8 whatever the terminal's locale says."""
    if out is None:
        for line in lines:
            sys.stdout.buffer.write(line.encode("utf-8"))
        sys.stdout.buffer.flush()
        return
    with out.open("w", encoding="utf-8") as file:
        file.writelines(lines)


def _say(text: str) -> None:
    typer.echo(text, err=True)


def _progress(items: Iterable[Item], what: str) -> Iterator[Item]:
    from provenance.report.progress import watched

    return watched(items, what, stream=sys.stderr)


if __name__ == "__main__":
    main()
