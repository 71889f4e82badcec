"""A flood as a graph: who repeats whom, readable by other programs, and safe there."""

import csv
from datetime import UTC, datetime, timedelta

import networkx as nx
import pytest

from provenance.errors import UsageError
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.model.report import Header, Report
from provenance.model.span import TextSpan
from provenance.report.graph import edge_lines, flood_graph, write_graph, write_graphml

START = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
IDS = ["a", "=b", "c\x01"]
POSTS = {
    name: Post(id=name, text="西桥封了", author=f"@{name}", posted_at=Interval.at(START + timedelta(minutes=at)))
    for at, name in enumerate(IDS)
}


def finding(name, earlier, repeats="fc1"):
    other = earlier or "=b"
    return Finding(
        post_id=name,
        pattern=Pattern.FLOODING,
        reasons=(Reason("prior", "", 1.0),),
        matches=(Match(other, TextSpan(0, 4), TextSpan(0, 4), "indel-similarity", 0.9),),
        citations=(Citation(other), Citation("fc1")),
        details={
            "cluster_id": "flood-1",
            "origin_post_id": "a",
            "nearest_earlier_post_id": earlier,
            "repeats": repeats,
        },
        index_version="v",
    )


def report():
    found = (finding("a", None), finding("=b", "a"), finding("c\x01", "=b"))
    return Report(header=Header(checked=3, index_version="v"), findings=found)


def test_edges_lead_from_each_post_to_the_earlier_one_and_to_the_record():
    graph = flood_graph(report(), POSTS)
    assert graph.edges["=b", "a"]["relation"] == "nearest_earlier"
    assert graph.edges["=b", "a"]["gap_s"] == 60
    assert graph.edges["a", "fc1"]["relation"] == "repeats"
    assert graph.nodes["a"]["is_origin"]
    assert not graph.nodes["=b"]["is_origin"]


def test_graphml_survives_characters_that_xml_cannot_hold(tmp_path):
    write_graphml(flood_graph(report(), POSTS), tmp_path / "flood.graphml")
    again = nx.read_graphml(tmp_path / "flood.graphml")
    assert set(again.nodes) == {"a", "=b", "c\ufffd", "fc1"}
    assert again.edges["=b", "a"]["gap_s"] == 60


def test_no_cell_of_the_edge_list_is_a_formula():
    rows = list(csv.reader("".join(edge_lines(flood_graph(report(), POSTS))).splitlines()))
    assert rows[0][:3] == ["source", "target", "relation"]
    assert len(rows) == 6
    assert not any(cell.startswith(("=", "@", "+")) for row in rows for cell in row)


def test_a_report_without_floods_is_an_empty_graph():
    assert len(flood_graph(Report(header=Header(checked=0, index_version="v")), {})) == 0


@pytest.mark.parametrize("name", ["floods.graphml", "floods.csv"])
def test_a_graph_is_written_in_the_form_its_name_says_and_as_a_whole(tmp_path, name):
    assert write_graph(report(), POSTS, tmp_path / name) == 5
    read = nx.read_graphml if name.endswith("graphml") else lambda path: path.read_text("utf-8").splitlines()[1:]
    assert len(read(tmp_path / name)) == (4 if name.endswith("graphml") else 5)
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_another_ending_is_refused_and_nothing_is_left_behind(tmp_path):
    with pytest.raises(UsageError, match=r"graphml or \.csv"):
        write_graph(report(), POSTS, tmp_path / "floods.xlsx")
    with pytest.raises(UsageError, match="cannot write"):
        write_graph(report(), POSTS, tmp_path / "nowhere" / "floods.csv")
    assert list(tmp_path.iterdir()) == []
