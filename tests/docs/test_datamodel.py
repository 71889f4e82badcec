"""The field tables of the data model page name exactly the fields that the code has."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from provenance.alignment.text import align_text
from provenance.model.alignment import AlignedDocuments, EditOp, SegmentOp, Shot
from provenance.model.evidence import Evidence, Utterance
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason, Skipped
from provenance.model.media_alignment import MediaAlignment, MediaEdit, MediaEditOp, MediaSegment, Track
from provenance.model.picture_alignment import PictureAlignment
from provenance.model.post import Post
from provenance.model.report import Header, Report
from provenance.model.span import BoxSpan, TextSpan, TimeSpan
from provenance.model.works import completeness_of, wordings_of
from provenance.retrieval.catalogue import false_authors

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


def test_the_keys_of_a_quote_are_those_that_the_code_reads():
    stated = {"works_complete": 2, "variants": ["b"], "known_false_author": "B/C", "finding": "A, 1901"}
    assert re.findall(
        r"^\| `(\w+)`", PAGE.read_text("utf-8").split("\n### Keys of a quote\n")[1].split("\n###")[0], re.M
    ) == ["variants", "known_false_author", "finding", "works_complete"]
    record = Evidence.from_dict({"id": "q", "kind": "quote", "text": "a", "author": "A", "lang": "en", **stated})
    assert wordings_of(record) == ("a", "b")
    assert false_authors(record) == ("B", "C")
    assert completeness_of(record) is not None


def test_every_pattern_has_its_details():
    assert sorted(first_column("Details")) == sorted(Pattern)


def rows_of(heading: str, of: str) -> list[str]:
    section = PAGE.read_text(encoding="utf-8").split(f"\n### {heading}\n")[1].split("\n#")[0]
    return re.findall(rf"^\| `(\w+)` .*\| (?:both|{of}) \|$", section, flags=re.MULTILINE)


def test_the_page_names_every_key_of_an_alignment_of_texts_in_order():
    whole = "We will not close the bridge. Repairs begin on Monday."
    text = align_text("We will close the bridge", whole)
    line = AlignedDocuments(
        clip_name="clip", official_name="record", alignment=text, shots=(Shot(TimeSpan(0, 1, "a"), None),)
    ).to_dict()
    assert line["edits"]
    found = rows_of("Alignment", "texts"), rows_of("Segment", "texts"), rows_of("Edit", "texts")
    assert found == (list(line), list(line["segments"][0]), list(line["edits"][0]))


def test_the_page_names_every_key_of_an_alignment_of_recordings_in_order():
    span = TimeSpan(0, 1, "a")
    line = MediaAlignment(
        clip_name="clip",
        official_name="record",
        segments=(MediaSegment(Track.SOUND, span, span, 1.0, (), 0.9),),
        edits=(MediaEdit(Track.SOUND, MediaEditOp.CUT, span, None, 1.0),),
    ).to_dict()
    found = rows_of("Alignment", "recordings"), rows_of("Segment", "recordings"), rows_of("Edit", "recordings")
    assert found == (list(line), list(line["segments"][0]), list(line["edits"][0]))


def test_the_page_names_every_key_of_an_alignment_of_pictures_in_order():
    box = BoxSpan(0, 0, 1, 1, "a")
    line = PictureAlignment("copy", "older", clip=box, official=box, edits=("mirrored",)).to_dict()
    kinds = "recordings|pictures"
    found = rows_of("Alignment", kinds), rows_of("Segment", kinds), rows_of("Edit", kinds)
    assert found == (list(line), list(line["segments"][0]), list(line["edits"][0]))


@pytest.mark.parametrize("operations", [EditOp, SegmentOp, MediaEditOp, Track], ids=lambda each: each.__name__)
def test_every_operation_is_named(operations):
    page = PAGE.read_text(encoding="utf-8")
    assert [each.value for each in operations if f"`{each.value}`" not in page] == []


def test_every_unit_of_span_is_described():
    spans = [TextSpan(0, 1), TimeSpan(0, 1, "a"), BoxSpan(0, 0, 1, 1, "a")]
    section = PAGE.read_text(encoding="utf-8").split("\n### Spans\n")[1].split("\n#")[0]
    for span in spans:
        unit, *fields = span.to_dict()
        assert unit == "unit"
        row = next(line for line in section.splitlines() if line.startswith(f"| `{span.to_dict()['unit']}` |"))
        assert re.findall(r"`(\w+)`", row)[1:] == fields
