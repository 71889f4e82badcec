"""Floods as a directed graph, for Gephi and the like: which post repeats which earlier one, and which record.

An edge says that the wording of one post is nearest to that of an earlier one. It is no proof that it was copied from
there, and nothing is said about who anybody is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import UsageError, told_by
from provenance.model.finding import Finding, Pattern
from provenance.model.post import Post
from provenance.model.report import Report
from provenance.report.tables import spreadsheet_safe
from provenance.store.aside import written_aside

if TYPE_CHECKING:
    import networkx as nx

#: Endings of the files that `write_graph` knows.
GRAPH_ENDINGS = (".graphml", ".csv")
EDGE_COLUMNS = ("source", "target", "relation", "cluster_id", "gap_s", "similarity", "source_account", "target_account")
# What XML 1.0 cannot hold; GraphML is XML.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def flood_graph(report: Report, posts: Mapping[str, Post]) -> nx.DiGraph[str]:
    """The graph of all floods of a report.

    Nodes are posts (`kind` post, with `account`, `posted_at`, `cluster_id`, `is_origin`) and records that they repeat
    (`kind` record). Edges have a `relation`: `nearest_earlier` from a post to the earlier post nearest in wording, with
    `gap_s` seconds between them, and `repeats` to a record.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    for finding in report.findings:
        if finding.pattern is Pattern.FLOODING:
            _add_post(graph, finding.post_id, posts, finding)
    for finding in report.findings:
        if finding.pattern is Pattern.FLOODING:
            _add_edges(graph, finding, posts)
    return graph


def write_graph(report: Report, posts: Mapping[str, Post], path: Path) -> int:
    """Write the floods of a report as GraphML or, where `path` ends in .csv, as an edge list.

    Returns:
        how many edges there are; a file without any is written as well.

    Raises:
        UsageError: another ending, or the file cannot be written.
    """
    graph = flood_graph(report, posts)
    graph_name(path)
    try:
        with written_aside(path) as aside:
            if path.suffix.lower() == ".csv":
                aside.write_text("".join(edge_lines(graph)), encoding="utf-8")
            else:
                write_graphml(graph, aside)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {told_by(error)}") from None
    return int(graph.number_of_edges())


def graph_name(path: Path) -> Path:
    """The same path, if its ending names a form that `write_graph` knows.

    Raises:
        UsageError: it does not.
    """
    if path.suffix.lower() not in GRAPH_ENDINGS:
        raise UsageError(f"a graph is written as {' or '.join(GRAPH_ENDINGS)}, got {path.name!r}")
    return path


def write_graphml(graph: nx.DiGraph[str], path: Path) -> None:
    """Write GraphML; characters that XML cannot hold are replaced."""
    import networkx as nx

    clean = nx.relabel_nodes(graph, _xml_text)
    for _, attributes in clean.nodes(data=True):
        attributes.update({name: _xml_text(value) for name, value in attributes.items() if isinstance(value, str)})
    nx.write_graphml(clean, path, encoding="utf-8")


def edge_lines(graph: nx.DiGraph[str]) -> Iterator[str]:
    """The edges as CSV lines, safe to open in a spreadsheet."""
    yield _line(EDGE_COLUMNS)
    for source, target, edge in graph.edges(data=True):
        accounts = (graph.nodes[source].get("account", ""), graph.nodes[target].get("account", ""))
        values = (edge["relation"], edge["cluster_id"], edge.get("gap_s", ""), edge.get("similarity", ""))
        yield _line((source, target, *values, *accounts))


def _add_post(graph: nx.DiGraph[str], name: str, posts: Mapping[str, Post], finding: Finding) -> None:
    post = posts.get(name)
    graph.add_node(
        name,
        kind="post",
        account=(post.author or "") if post else "",
        posted_at=post.posted_at.isoformat() if post and post.posted_at else "",
        cluster_id=str(finding.details["cluster_id"]),
        is_origin=name == finding.details["origin_post_id"],
    )


def _add_edges(graph: nx.DiGraph[str], finding: Finding, posts: Mapping[str, Post]) -> None:
    cluster = str(finding.details["cluster_id"])
    earlier = finding.details.get("nearest_earlier_post_id")
    if earlier is not None:
        if earlier not in graph:
            _add_post(graph, earlier, posts, finding)
        edge: dict[str, str | float] = {"relation": "nearest_earlier", "cluster_id": cluster}
        if (gap := _gap_s(posts.get(finding.post_id), posts.get(earlier))) is not None:
            edge["gap_s"] = gap
        edge["similarity"] = finding.matches[0].similarity
        graph.add_edge(finding.post_id, earlier, **edge)
    record = finding.details.get("repeats")
    if record is not None:
        graph.add_node(record, kind="record", account="", posted_at="", cluster_id="", is_origin=False)
        graph.add_edge(finding.post_id, record, relation="repeats", cluster_id=cluster)


def _gap_s(later: Post | None, earlier: Post | None) -> float | None:
    if not (later and earlier and later.posted_at and earlier.posted_at):
        return None
    start: datetime = earlier.posted_at.start
    return (later.posted_at.start - start).total_seconds()


def _line(values: tuple[object, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([spreadsheet_safe(value) for value in values])
    return out.getvalue()


def _xml_text(value: str) -> str:
    return _NOT_XML.sub("\ufffd", value)
