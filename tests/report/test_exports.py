"""Exports: valid against schema.org, never in the publisher's name, and verifiable after they were handed on."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given

from provenance.errors import InputError
from provenance.model.finding import Citation, MediaReview, Pattern
from provenance.report.exports.bundle import verify_bundle, write_bundles
from provenance.report.exports.claim_review import review_drafts
from provenance.report.exports.feed import still_spreading
from provenance.report.links import web_address
from tests.model.strategies import findings
from tests.report.cases import FINDING, POST, RECORD, report

VOCABULARY = json.loads(Path(__file__).with_name("schema_org.json").read_text("utf-8"))
DEBUNKED = replace(
    FINDING,
    pattern=Pattern.DEBUNKED,
    citations=(Citation(RECORD.id, "标题", "示例核查", "https://example.org/1", "2021-07-20", "谣言", "…"),),
    media_review=None,
)


def faults(node: object, kinds: set[str] | None = None) -> list[str]:
    """What schema.org's own definitions do not allow in a JSON-LD value."""
    if isinstance(node, list):
        return [fault for item in node for fault in faults(item, kinds)]
    if isinstance(node, str):
        enumeration = {f"https://schema.org/{name}" for name in VOCABULARY["MediaManipulationRatingEnumeration"]}
        texts = {"Text", "URL", "Date", "DateTime"}
        fits = kinds is None or kinds & texts or ("MediaManipulationRatingEnumeration" in kinds and node in enumeration)
        return [] if fits else [f"{node!r} is none of {kinds}"]
    assert isinstance(node, dict)
    kind = node.get("@type")
    if kind not in VOCABULARY["types"]:
        return [f"unknown type {kind!r}"]
    known = VOCABULARY["types"][kind]
    found = [] if kinds is None or kinds & set(known["is"]) else [f"a {kind} is none of {kinds}"]
    for name, value in node.items():
        if name == "@type":
            continue
        if name not in known["properties"]:
            found.append(f"{kind} has no property {name}")
        else:
            found += faults(value, set(known["properties"][name]))
    return found


def test_drafts_are_valid_schema_org():
    graph = review_drafts(report(FINDING, DEBUNKED))
    assert graph["@context"] == "https://schema.org"
    assert {node["@type"] for node in graph["@graph"]} == {"MediaReview", "ClaimReview"}
    assert faults(graph["@graph"]) == []


@given(findings())
def test_every_finding_gives_valid_drafts(finding):
    assert faults(review_drafts(report(finding))["@graph"]) == []


def test_the_check_of_drafts_notices_what_schema_org_does_not_know():
    assert faults({"@type": "ClaimReview", "verdict": "False"}) == ["ClaimReview has no property verdict"]
    assert faults({"@type": "MediaReview", "mediaAuthenticityCategory": "https://schema.org/Nonsense"})


def test_a_draft_says_so_and_never_claims_to_be_the_publisher():
    for draft in review_drafts(report(FINDING, DEBUNKED))["@graph"]:
        assert draft["creativeWorkStatus"] == "Draft"
        assert "author" not in draft
        assert draft["isBasedOn"][0]["publisher"]["name"] in {"示例核查", "城市晚报"}


def test_the_rating_in_a_draft_is_the_publishers_own_word():
    draft = review_drafts(report(DEBUNKED))["@graph"][0]
    assert draft["reviewRating"]["alternateName"] == "谣言"


def test_our_media_codes_are_schema_orgs():
    assert {item.value for item in MediaReview} <= set(VOCABULARY["MediaManipulationRatingEnumeration"])


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//host", "", None, "http://"]
)
def test_no_script_or_local_address_leaves_in_an_export(url):
    assert web_address(url) is None


def test_the_feed_lists_what_still_spreads_most_first():
    other = replace(DEBUNKED, post_id="p2")
    rare = replace(DEBUNKED, citations=(Citation("fc-9", "rare \x0b claim"),), matches=tuple(
        replace(match, evidence_id="fc-9") for match in DEBUNKED.matches))  # fmt: skip
    text = "".join(still_spreading(report(rare, DEBUNKED, other), now=datetime(2026, 11, 22, tzinfo=UTC)))
    items = ET.fromstring(text.encode()).findall("channel/item")
    assert [item.findtext("guid") for item in items] == [RECORD.id, "fc-9"]
    assert "Found in 2 posts" in items[0].findtext("description")
    assert "谣言" in items[0].findtext("description")


def bundle(tmp_path: Path) -> Path:
    (path,) = write_bundles(report(FINDING), tmp_path)
    return path


def test_a_bundle_verifies_and_gives_the_finding_back(tmp_path):
    assert verify_bundle(bundle(tmp_path)) == json.loads(json.dumps(FINDING.to_dict()))


def test_the_same_finding_gives_the_same_bundle(tmp_path):
    assert bundle(tmp_path / "a").read_bytes() == bundle(tmp_path / "b").read_bytes()


@pytest.mark.parametrize("victim", ["finding.json", "post.json", "evidence-1.json", "page.html", "quotes.json"])
def test_a_bundle_with_one_changed_member_is_refused(tmp_path, victim):
    path = bundle(tmp_path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[victim] += b" "
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    with pytest.raises(InputError, match=victim):
        verify_bundle(path)


def test_a_bundle_with_an_added_member_is_refused(tmp_path):
    path = bundle(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("extra.txt", "x")
    with pytest.raises(InputError, match=r"extra\.txt"):
        verify_bundle(path)


def test_no_zip_is_no_bundle(tmp_path):
    file = tmp_path / "x.zip"
    file.write_text(POST.text, "utf-8")
    with pytest.raises(InputError, match="no evidence bundle"):
        verify_bundle(file)
