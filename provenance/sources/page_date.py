"""When a web page was published: its own label, its metadata, and only then a general finder."""

from __future__ import annotations

import re

from provenance.sources import json_ld
from provenance.sources.stated_date import labelled_date

_META = re.compile(r"<meta\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\b(?P<name>property|name|itemprop|content)\s*=\s*(?P<quote>["'])(?P<value>.*?)(?P=quote)""", re.I
)
_META_KEYS = frozenset(
    (
        "article:published_time",
        "datepublished",
        "pubdate",
        "publishdate",
        "publish_date",
        "og:published_time",
        "dc.date",
        "dc.date.issued",
        "dcterms.issued",
        "sailthru.date",
        "weibo: article:create_at",
    )
)
_ISO_START = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?$")
#: Parts whose dates are about the site, not the article.
_BORDER = re.compile(
    r"<footer\b.*?</footer\s*>|<script\b.*?</script\s*>|[^<>\n]*(?:©|&copy;|copyright|版权所有|版權所有)[^<>\n]*",
    re.IGNORECASE | re.DOTALL,
)
_ARTICLES = frozenset(("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "WebPage", "LiveBlogPosting"))


def page_date(page: str, shown: str) -> str | None:
    """The publication date in ISO 8601, as precise as the page states it; None where it states none.

    Args:
        page: the markup.
        shown: the same as plain text.
    """
    return labelled_date(shown) or _from_metadata(page) or _found(page)


def _from_metadata(page: str) -> str | None:
    for block in json_ld.scripts(page):
        try:
            document = json_ld.load(block)
        except ValueError:
            continue
        for _, node in json_ld.find(document, _ARTICLES):
            date = json_ld.text_of(node.get("datePublished"))
            if date and _ISO_START.match(date):
                return date
    for tag in _META.findall(page):
        attributes = {found["name"].lower(): found["value"] for found in _ATTRIBUTE.finditer(tag)}
        key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        date = attributes.get("content", "").strip()
        if key.lower() in _META_KEYS and _ISO_START.match(date):
            return date
    return None


def _found(page: str) -> str | None:
    from htmldate import find_date

    return find_date(_BORDER.sub(" ", page), original_date=True, extensive_search=False)
