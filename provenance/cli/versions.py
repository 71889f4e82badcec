"""`index list`, `diff`, `rollback`, `prune` and `status`: look after the versions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from provenance.cli.exits import errors_to_exit_codes
from provenance.cli.options import posts_of
from provenance.cli.output import emit, say


def index_list(indexes: Annotated[Path, typer.Argument(help="Folder of the versions.")] = Path("indexes")) -> None:
    """List the versions, newest first. The published one is marked."""
    with errors_to_exit_codes():
        from provenance.errors import IndexMissing
        from provenance.jobs.versions import list_versions

        if not indexes.is_dir():
            raise IndexMissing(f"there is no folder {indexes}; build an index with: provenance index build")
        emit([f"{version}\n" for version in list_versions(indexes)], None)


def index_diff(
    before: Annotated[str, typer.Argument(help="A version.")],
    after: Annotated[str, typer.Argument(help="Another one.")],
    indexes: Annotated[Path, typer.Option("--indexes", help="Folder of the versions.")] = Path("indexes"),
    posts: Annotated[list[str] | None, typer.Option("--posts", help="Saved posts: show findings that change.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show what lies between two versions. Records added, changed, removed; findings that change."""
    with errors_to_exit_codes():
        import json

        from provenance.jobs.diff import diff_versions

        found = diff_versions(indexes, before, after, posts=(lambda: posts_of(posts, None)) if posts else None)
        text = json.dumps(found.to_dict(), ensure_ascii=False) if as_json else str(found)
        emit([text, "\n"], None)


def index_rollback(
    indexes: Annotated[Path, typer.Argument(help="Folder of the versions.")] = Path("indexes"),
    to: Annotated[str | None, typer.Option("--to", help="A version; without it the one before.")] = None,
) -> None:
    """Publish an older version again. It is read through first."""
    with errors_to_exit_codes():
        from provenance.jobs.versions import rollback

        say(f"published {rollback(indexes, to)}")


def index_prune(
    indexes: Annotated[Path, typer.Argument(help="Folder of the versions.")] = Path("indexes"),
    keep: Annotated[int, typer.Option("--keep", min=1, help="Newest versions to keep.")] = 7,
) -> None:
    """Remove old versions. Never the published one, nor one that is open somewhere."""
    with errors_to_exit_codes():
        from provenance.jobs.versions import job_lock, prune

        with job_lock(indexes):
            removed = prune(indexes, keep)
        say(f"removed {len(removed)}: {', '.join(removed)}" if removed else "nothing to remove")


def index_status_command(
    indexes: Annotated[Path, typer.Argument(help="Folder of the versions.")] = Path("indexes"),
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show age and last runs. Age of the published version, the last run, the last success."""
    with errors_to_exit_codes():
        import json

        from provenance.jobs.status import index_status

        status = index_status(indexes)
        emit([json.dumps(status.to_dict(), ensure_ascii=False) if as_json else str(status), "\n"], None)
