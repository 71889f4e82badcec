"""A saved web page: its main text, title and dates (trafilatura), or the fact-checks it embeds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, ClassVar

from provenance.errors import InputError
from provenance.model.finding import Skipped
from provenance.sources import json_ld
from provenance.sources.base import Limits, Row
from provenance.sources.claim_review import ClaimReview, page_reviews
from provenance.sources.inputs import Input
from provenance.sources.markup import decode_page, plain_text
from provenance.sources.page_date import page_date
from provenance.sources.stated_date import stated_source

_LANGUAGE = re.compile(r"""<html\b[^>]*?\blang\s*=\s*["']?([A-Za-z]{2})""", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*(?:!doctype|html|head|body|div|p|meta|script|article)\b", re.IGNORECASE)


class WebPage:
    """One row a page, or one a fact-check where the page embeds ClaimReview."""

    name: ClassVar[str] = "page"
    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm", ".xhtml", ".shtml")
    fallback: ClassVar[Mapping[str, Any]] = MappingProxyType({"kind": "archive"})

    def rows(self, source: Input, limits: Limits) -> Iterator[Row | Skipped]:
        """The page's record or records.

        Raises:
            InputError: the file holds no markup.
        """
        page = decode_page(source.document(limits.max_document_bytes))
        if not _MARKUP.search(page):
            raise InputError(f"{source.name} is no web page: no element found")
        yield from page_rows(page, source.name)


def page_rows(page: str, name: str, *, url: str | None = None) -> Iterator[Row | Skipped]:
    """The rows of a page's markup.

    Args:
        page: decoded markup.
        name: what messages call it.
        url: where it was fetched, for pages that do not say.
    """
    article = _article(page, url)
    found = list(page_reviews(json_ld.scripts(page), name))
    if not any(isinstance(item, Row) for item in found):
        yield from found
        yield Row({"id": article.get("url") or PurePath(name).name, **article}, document=True)
        return
    for item in found:
        if isinstance(item, Row):
            yield Row({**article, **ClaimReview.fallback, **item.values}, item.line, item.path, document=True)
        else:
            yield item


def _article(page: str, url: str | None) -> dict[str, Any]:
    import trafilatura

    # Only what stands in the page: no link is followed, no script is run.
    document = trafilatura.bare_extraction(page, url=url, with_metadata=True, include_comments=False)
    language = _LANGUAGE.search(page)
    values: dict[str, Any] = {"lang": language[1].lower() if language else None, "url": url}
    if document is not None and not isinstance(document, dict):
        values |= {
            "title": document.title,
            "text": document.text,
            "author": document.author,
            "publisher": document.sitename,
            "url": document.url or url,
        }
    shown = plain_text(page)
    values["published_at"] = page_date(page, shown)
    values["publisher"] = stated_source(shown) or values.get("publisher")
    return {key: value for key, value in values.items() if value}
