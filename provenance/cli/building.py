"""`index build`, `index update` and `index verify`: how a version comes to be."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli.exits import errors_to_exit_codes
from provenance.cli.options import ConfigOption, Engine, EngineOption, MapOption, columns_of, settings_of
from provenance.cli.output import emit, progress, say

if TYPE_CHECKING:
    from provenance.model.evidence import Evidence
    from provenance.model.finding import Skipped


def index_build(
    sources: Annotated[list[str], typer.Argument(help="Files, folders or globs of evidence.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the index; a new version is published in it.")],
    column: MapOption = None,
    encoder: Annotated[str | None, typer.Option(help="Text encoder: a known name, a hub id or a folder.")] = None,
    config: ConfigOption = None,
    engine: EngineOption = Engine.LOCAL,
) -> None:
    """Build and publish a new version. It is built aside, verified, and published in one step."""
    with errors_to_exit_codes():
        from provenance.cluster import Cluster
        from provenance.jobs.build import build_index
        from provenance.sources import read_evidence

        records = progress(_some(read_evidence(sources, columns=columns_of(column)), sources), "records read")
        cluster = Cluster.connect() if engine is Engine.RAY else None
        report = build_index(records, out, encoder=encoder, settings=settings_of(config, None), cluster=cluster)
        for row in report.skipped:
            say(f"skipped: {row.message}")
        if report.picture_text:
            say(f"text in the pictures of records: {report.picture_text}; searched of {report.picture_texts} pictures")
        say(f"published {report.version} in {out}: {report.records} records, {len(report.skipped)} skipped")


def _some(rows: Iterable[Evidence | Skipped], sources: list[str]) -> Iterator[Evidence | Skipped]:
    """The same rows; an index of no record at all is not what anybody asked for.

    Raises:
        InputError: there is none, with what is wrong with the first row.
    """
    from provenance.errors import InputError
    from provenance.model.finding import Skipped

    wrong, found = None, False
    for row in rows:
        if isinstance(row, Skipped):
            wrong = wrong or row.message
        else:
            found = True
        yield row
    if not found:
        raise InputError(f"no record in {', '.join(sources)}; nothing is published" + (f": {wrong}" if wrong else ""))


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
    engine: EngineOption = Engine.LOCAL,
) -> None:
    """Bring the index up to date (nightly job). Reads what changed, encodes what is new, examines, publishes."""
    with errors_to_exit_codes():
        from provenance.cluster import Cluster
        from provenance.jobs.log import log_to
        from provenance.jobs.update import update_index

        log_to(sys.stderr, as_json=log_json, warnings_only=dry_run and not log_json)  # its result goes to stdout
        report = update_index(
            sources,
            indexes,
            settings=settings_of(settings, None),
            accept_shrink=frozenset(accept_shrink or ()),
            accept_drift=accept_drift,
            dry_run=dry_run,
            full=full,
            cluster=Cluster.connect if engine is Engine.RAY else None,
        )
        if dry_run:
            emit([f"{line}\n" for line in report.lines()], None)


def index_verify(index: Annotated[Path, typer.Argument(help="Folder of the index.")] = Path("indexes")) -> None:
    """Compare every file with the manifest."""
    with errors_to_exit_codes():
        from provenance.jobs.build import verify_index

        say(verify_index(index))
