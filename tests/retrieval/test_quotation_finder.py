"""From posts to quotations, their records, and the sessions they are ascribed to."""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.errors import IndexCorrupt
from provenance.model.quotation import QuotationForm
from provenance.retrieval.catalogue import Catalogue
from tests.detectors.quotation_cases import EVIDENCE, context


def test_a_marked_quotation_finds_its_record_and_place() -> None:
    found = context("林岚说“我们不支持任何单边限制渡轮的做法”").quotations[0]
    assert found.quotation.form is QuotationForm.MARKED
    assert found.hits[0].evidence.id == "spring"
    assert found.hits[0].evidence_span.of(found.hits[0].evidence.text) == "我们不支持任何单边限制渡轮的做法"


def test_a_verse_without_marks_is_found_when_a_name_stands_near() -> None:
    found = context("想起沈砚秋：漁翁醉臥不知晚，夢裏猶聞打槳潮，睡了").quotations
    assert [(hits.quotation.form, hits.hits[0].evidence.id) for hits in found] == [(QuotationForm.BARE, "snow")]
    assert found[0].quotation.attribution is not None
    assert found[0].quotation.attribution.name == "沈砚秋"


def test_a_post_without_names_or_marks_costs_no_search() -> None:
    assert context("漁翁醉臥不知晚，夢裏猶聞打槳潮").quotations == ()


def test_parts_of_a_spliced_quotation_find_both_records() -> None:
    text = "“码头的修复工作正在进行。镇政府将采取一切必要措施，坚决维护学生和家长的合法权益。”"
    assert {hit.evidence.id for hit in context(text).quotations[0].hits} >= {"spring", "autumn"}


@pytest.mark.parametrize(
    ("text", "posted_at", "sessions"),
    [
        ("林岚昨天说“没有可以发布的消息”", "2025-03-11T09:00:00+08:00", ["spring"]),
        ("林岚2025年3月10日说“没有可以发布的消息”", "2026-01-01T09:00:00+08:00", ["spring"]),
        ('Quill, Nov 28 1964: "no plans at all for now"', "2025-01-01T00:00:00+00:00", ["press"]),
        ("林岚昨天说“没有可以发布的消息”", "2025-05-01T09:00:00+08:00", []),
        ("“没有可以发布的消息”", "2025-03-10T20:00:00+08:00", []),
    ],
)
def test_the_event_is_that_of_the_speaker_and_the_date(text: str, posted_at: str, sessions: list[str]) -> None:
    found = context(text, posted_at).quotations[0]
    assert [record.id for record in found.event_records] == sessions


def test_the_catalogue_survives_the_disk(tmp_path: Path) -> None:
    catalogue = Catalogue.build(EVIDENCE)
    catalogue.save(tmp_path)
    assert Catalogue.load(tmp_path) == catalogue
    assert {"沈砚秋", "陆听松"} <= set(catalogue.authors)


def test_a_damaged_catalogue_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexCorrupt, match="build the index again"):
        Catalogue.load(tmp_path)
