"""Drafts of ClaimReview and MediaReview (schema.org) for an analyst to finish.

A draft is marked as one, has no author, and points to the published fact-check it rests on: this program never
speaks as the publisher.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from provenance.model.finding import Citation, Finding, MediaReview, Pattern
from provenance.model.post import Post
from provenance.report.check_report import CheckReport
from provenance.report.links import web_address

#: Who made the structured data (schema.org `sdPublisher`), as opposed to who reviewed the claim.
MADE_BY = {"@type": "Organization", "name": "provenance (software)"}
#: Our code → the enumeration's own address.
CATEGORY = {item: f"https://schema.org/{item.value}" for item in MediaReview}


def review_drafts(report: CheckReport) -> dict[str, Any]:
    """All drafts of a report as one JSON-LD graph."""
    return {"@context": "https://schema.org", "@graph": list(_drafts(report))}


def review_lines(report: CheckReport) -> Iterator[str]:
    """The graph as text."""
    yield json.dumps(review_drafts(report), ensure_ascii=False, indent=2, allow_nan=False)
    yield "\n"


def _drafts(report: CheckReport) -> Iterator[dict[str, Any]]:
    for finding in report.findings:
        post = report.posts.get(finding.post_id)
        if finding.pattern is Pattern.DEBUNKED:
            yield _claim_review(finding, post)
        if finding.media_review is not None:
            yield _media_review(finding, post)


def _claim_review(finding: Finding, post: Post | None) -> dict[str, Any]:
    first = finding.citations[0]
    return _without_none(
        {
            "@type": "ClaimReview",
            **_draft(finding),
            "claimReviewed": first.title,
            "itemReviewed": {"@type": "Claim", "appearance": _appearance(finding, post)},
            "reviewRating": {"@type": "Rating", "alternateName": first.rating} if first.rating else None,
        }
    )


def _media_review(finding: Finding, post: Post | None) -> dict[str, Any]:
    assert finding.media_review is not None
    first = finding.citations[0]
    return _without_none(
        {
            "@type": "MediaReview",
            **_draft(finding),
            "mediaAuthenticityCategory": CATEGORY[finding.media_review],
            "originalMediaContextDescription": "; ".join(
                part for part in (first.title, first.publisher, first.published_at) if part
            )
            or None,
            "originalMediaLink": web_address(first.url),
            "itemReviewed": _without_none({"@type": "MediaObject", **_where(finding, post)}),
        }
    )


def _draft(finding: Finding) -> dict[str, Any]:
    return {
        "creativeWorkStatus": "Draft",
        "sdPublisher": MADE_BY,
        "isBasedOn": [_based_on(citation) for citation in finding.citations],
        "text": " ".join(reason.text for reason in finding.reasons),
    }


def _based_on(citation: Citation) -> dict[str, Any]:
    publisher = {"@type": "Organization", "name": citation.publisher} if citation.publisher else None
    return _without_none(
        {
            "@type": "CreativeWork",
            "name": citation.title or citation.evidence_id,
            "url": web_address(citation.url),
            "publisher": publisher,
            "datePublished": citation.published_at
            if citation.published_at and "/" not in citation.published_at
            else None,
        }
    )


def _appearance(finding: Finding, post: Post | None) -> dict[str, Any]:
    return _without_none({"@type": "SocialMediaPosting", **_where(finding, post)})


def _where(finding: Finding, post: Post | None) -> Mapping[str, Any]:
    return {
        "identifier": finding.post_id,
        "url": web_address(post.url) if post else None,
        "datePublished": post.posted_at.start.isoformat() if post and post.posted_at else None,
    }


def _without_none(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}
