"""RSS of fact-checks whose claims are still spreading: one item a fact-check, most posts first."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime

from provenance.model.finding import Citation, Pattern
from provenance.report.check_report import CheckReport
from provenance.report.links import web_address


def still_spreading(report: CheckReport, *, now: datetime) -> Iterator[str]:
    """The feed as text.

    Args:
        report: findings of pattern `debunked` are used.
        now: the moment the feed says it was built at; zone-aware.
    """
    posts: dict[str, set[str]] = defaultdict(set)
    cited: dict[str, Citation] = {}
    for finding in report.findings:
        if finding.pattern is Pattern.DEBUNKED:
            for citation in finding.citations:
                posts[citation.evidence_id].add(finding.post_id)
                cited.setdefault(citation.evidence_id, citation)
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", "Fact-checked and still spreading")
    _add(channel, "link", "https://schema.org/ClaimReview")
    _add(channel, "description", "Published fact-checks whose claim was found again in the posts checked.")
    _add(channel, "lastBuildDate", format_datetime(now))
    for name in sorted(posts, key=lambda name: (-len(posts[name]), name)):
        citation = cited[name]
        item = ET.SubElement(channel, "item")
        _add(item, "title", citation.title or name)
        if link := web_address(citation.url):
            _add(item, "link", link)
        _add(item, "guid", name, isPermaLink="false")
        rating = f" Rated by {citation.publisher or 'its publisher'}: {citation.rating}." if citation.rating else ""
        _add(item, "description", f"Found in {len(posts[name])} posts.{rating}")
    ET.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    # XML 1.0 has no way to write most control characters, not even escaped.
    clean = "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    ET.SubElement(parent, tag, attributes).text = clean
