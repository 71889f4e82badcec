"""Every command of the program, in the order of its help."""

from __future__ import annotations

import typer

from provenance.cli.aligning import align
from provenance.cli.building import index_build, index_update, index_verify
from provenance.cli.checking import check, demo, explain
from provenance.cli.ranking import evaluate, match
from provenance.cli.reviewing import calibrate, review, verify_bundle_
from provenance.cli.versions import index_diff, index_list, index_prune, index_rollback, index_status_command

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

for command in (check, explain, match, align, review, calibrate, evaluate):
    app.command()(command)
app.command("verify-bundle")(verify_bundle_)
app.command()(demo)
app.add_typer(index_app, name="index")

index_app.command("build")(index_build)
index_app.command("update")(index_update)
index_app.command("verify")(index_verify)
index_app.command("list")(index_list)
index_app.command("diff")(index_diff)
index_app.command("rollback")(index_rollback)
index_app.command("prune")(index_prune)
index_app.command("status")(index_status_command)


def main() -> None:
    """Entry point of the console script."""
    app()
