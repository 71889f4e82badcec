"""The page as a whole: head with its security policy, summary, controls, one card a finding."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.model.evidence import Evidence
from provenance.model.finding import Citation, Finding
from provenance.model.post import Post
from provenance.model.report import Report
from provenance.report.html.contact_sheet import Compared, ContactSheets
from provenance.report.html.facts import Appearance, Fact, appearances, facts_of
from provenance.report.html.passages import printable
from provenance.report.html.pictures import Pictures
from provenance.report.html.sides import Side, post_side, record_sides
from provenance.report.html.waterfall import Step, steps_of
from provenance.report.html.words import filled, statement, words_of
from provenance.report.links import web_address
from provenance.report.when import readable_time

if TYPE_CHECKING:
    import jinja2

#: In a longer report, cards are closed at first: a page of 10,000 open cards is no overview.
_OPEN_UP_TO = 50
#: So many skipped rows are listed; the summary counts all.
_SKIPPED_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that the template says about one finding."""

    number: int
    finding: Finding
    label: str
    statement: str
    date: str
    post: Side
    records: tuple[Side, ...]
    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    appearances: tuple[Appearance, ...]
    sources: tuple[tuple[Citation, str | None], ...]
    sheet: tuple[Compared, ...]


def render_html(
    report: Report,
    posts: Mapping[str, Post],
    evidence: Mapping[str, Evidence],
    lang: str = "en",
    *,
    media_folder: Path | None = None,
    kept: Mapping[tuple[str, str], bytes] | None = None,
) -> str:
    """The report as one HTML page that loads nothing from anywhere.

    Args:
        report: what was found.
        posts: post id → post, for the texts; a finding without its post is shown by its citations.
        evidence: evidence id → record; records that are missing are shown by what the citation quotes.
        lang: language of the page, `en` or `zh`. Posts and records keep theirs.
        media_folder: where the media paths of posts and records start; None takes the paths as they are.
        kept: record id and media, or address of a frame → the small JPEG that the index kept, where the file is
            elsewhere.

    Raises:
        UsageError: the page does not speak `lang`.
    """
    words = words_of(lang)
    css, script = _static("page.css"), _static("page.js")
    with Pictures(media_folder, kept or {}) as pictures:
        sheets = ContactSheets(pictures, kept or {})
        return (
            _environment()
            .get_template("page.html")
            .render(
                lang=lang,
                words=words,
                head=report.header_dict(),
                patterns=Counter(str(finding.pattern) for finding in report.findings).most_common(),
                cards=_cards(report, posts, evidence, lang, pictures, sheets),
                total=len(report.findings),
                opened=len(report.findings) <= _OPEN_UP_TO,
                skipped=report.skipped[:_SKIPPED_SHOWN],
                css=css,
                script=script,
                css_hash=_digest(css),
                script_hash=_digest(script),
            )
        )


def _cards(
    report: Report,
    posts: Mapping[str, Post],
    evidence: Mapping[str, Evidence],
    lang: str,
    pictures: Pictures,
    sheets: ContactSheets,
) -> Iterator[Card]:
    words = words_of(lang)
    for number, finding in enumerate(report.findings, 1):
        post = posts.get(finding.post_id)
        yield Card(
            number=number,
            finding=finding,
            label=words[finding.pattern],
            statement=statement(finding, lang),
            date=post.posted_at.start.date().isoformat() if post and post.posted_at else "",
            post=post_side(finding, post, evidence, words["post"], pictures),
            records=tuple(record_sides(finding, posts, evidence, words, pictures)),
            facts=tuple(facts_of(finding, words)),
            steps=tuple(steps_of(finding, lang)),
            appearances=tuple(appearances(finding, post, words)),
            sources=tuple((citation, web_address(citation.url)) for citation in finding.citations),
            sheet=sheets.of(finding, post, evidence),
        )


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("provenance.report.html"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    environment.filters["fill"] = _filled
    environment.filters["time"] = readable_time
    return environment


def _filled(template: str, **values: Any) -> str:
    return filled(template, values)


def _static(name: str) -> str:
    return files("provenance.report.html").joinpath("static", name).read_text("utf-8").strip()


def _digest(content: str) -> str:
    """As a Content-Security-Policy names an inline style or script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
