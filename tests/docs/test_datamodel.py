"""The field tables of the data model page name exactly the fields that the code has."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from provenance.model.evidence import Evidence, Utterance
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason, Skipped
from provenance.model.post import Post
from provenance.model.report import Header, Report
from provenance.model.span import BoxSpan, TextSpan, TimeSpan

PAGE = Path(__file__).resolve().parents[2] / "docs" / "datamodel.md"


def first_column(heading: str) -> list[str]:
    section = PAGE.read_text(encoding="utf-8").split(f"\n### {heading}\n")[1].split("\n#")[0]
    return re.findall(r"^\| `(\w+)`", section, flags=re.MULTILINE)


def finding() -> Finding:
    return Finding(
        post_id="p",
        pattern=Pattern.DEBUNKED,
        reasons=(Reason("prior", "before any evidence", -1.0),),
        matches=(Match("e", TextSpan(0, 1), None, "char-lcs", 1.0),),
        citations=(Citation("e"),),
        index_version="v",
    )


@pytest.mark.parametrize("record", [Post, Evidence, Utterance, Reason, Match, Citation], ids=lambda r: r.__name__)
def test_the_page_names_every_field_of_a_record(record):
    assert sorted(first_column(record.__name__)) == sorted(field.name for field in dataclasses.fields(record))


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("Finding", finding().to_dict()),
        ("Skipped", Skipped(code="empty", message="no text").to_dict()),
        ("Header", Report(header=Header(checked=0, index_version="v")).header_dict()),
    ],
)
def test_the_page_names_the_keys_of_each_line_of_output_in_order(heading, written):
    assert first_column(heading) == list(written)


def test_every_pattern_has_its_details():
    assert sorted(first_column("Details")) == sorted(Pattern)


def test_every_unit_of_span_is_described():
    spans = [TextSpan(0, 1), TimeSpan(0, 1, "a"), BoxSpan(0, 0, 1, 1, "a")]
    section = PAGE.read_text(encoding="utf-8").split("\n### Spans\n")[1].split("\n#")[0]
    for span in spans:
        unit, *fields = span.to_dict()
        assert unit == "unit"
        row = next(line for line in section.splitlines() if line.startswith(f"| `{span.to_dict()['unit']}` |"))
        assert re.findall(r"`(\w+)`", row)[1:] == fields
