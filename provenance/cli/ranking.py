"""`match` and `evaluate`: ranked retrieval, and how good it is."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from provenance.cli.exits import errors_to_exit_codes
from provenance.cli.opening import open_checker
from provenance.cli.options import (
    BeforeOption,
    ConfigOption,
    FromOption,
    IndexOption,
    KindOption,
    MapOption,
    OutOption,
    PlaceOption,
    filter_of,
    posts_of,
    settings_of,
)
from provenance.cli.output import check_out, emit, progress, say


class MatchFormat(StrEnum):
    """How a ranking is written."""

    TREC = "trec"
    JSONL = "jsonl"


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
    place: PlaceOption = None,
    config: ConfigOption = None,
) -> None:
    """Rank the nearest records of each post. As a TREC run or JSON Lines."""
    with errors_to_exit_codes():
        from provenance.report.ranking import ranking_lines

        check_out(out)
        checker = open_checker(index, settings_of(config, None))
        where = filter_of(kind, since, before, place)
        ranked = checker.match(progress(posts_of(posts, column), "matched"), k=k, where=where)
        emit(ranking_lines(ranked, trec=format is MatchFormat.TREC), out)


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
    """Score a run against judgements. Holds the values against pinned floors."""
    with errors_to_exit_codes():
        from provenance.evaluate import evaluate_run, read_qrels, read_run

        names = metric or ["map@5", "mrr", "recall@20"]
        scores = evaluate_run(read_run(run), read_qrels(qrels), names, grade=grade)
        emit([f"{name}\t{scores[name]:.4f}\n" for name in names], None)
        if gate is not None:
            from provenance.evaluate.gate import corpus_digest, enforce, raise_floors

            corpus = f"{corpus_digest(qrels)}/{grade}"
            if update_gate:
                say(raise_floors(gate, scores, corpus, allow_regression=allow_regression))
            else:
                say(enforce(gate, scores, corpus))
