"""The page in a real browser: it opens, filters, stays quiet, reaches for nothing, and is usable by everybody."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason, Skipped
from provenance.model.post import Post
from provenance.model.report import Header, Report
from provenance.model.span import TextSpan
from provenance.report.html import render_html
from tests.report.hostile import PAYLOADS
from tests.report.html_cases import EVIDENCE, FINDINGS, POSTS, draw_pictures, report

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--no-default-browser-check", "--disable-default-apps",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Opened:
    """A page with everything that it said and asked for."""

    def __init__(self, browser: Any, html: str, folder: Path, **context: Any) -> None:
        path = folder / "report.html"
        path.write_text(html, "utf-8")
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.page.set_default_timeout(180_000)  # a shared machine may be slow; what is asked for must come all the same
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())
        self.outside = lambda: [url for url in self.asked if url != path.as_uri() and not url.startswith("data:")]

    def visible(self) -> list[str]:
        return self.page.eval_on_selector_all("article:not([hidden])", "all => all.map(each => each.id)")


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    made: list[Opened] = []

    def open_page(html: str, **context: Any) -> Opened:
        made.append(Opened(browser, html, tmp_path, **context))
        return made[-1]

    yield open_page
    for each in made:
        each.context.close()


def whole(folder: Path, lang: str = "en") -> str:
    draw_pictures(folder)
    return render_html(report(), POSTS, EVIDENCE, lang, media_folder=folder)


def test_it_opens_quietly_and_reaches_for_nothing(opened, tmp_path):
    page = opened(whole(tmp_path))
    assert len(page.visible()) == 7
    assert page.page.inner_text("#count") == "7 of 7 shown"
    assert page.said == []
    assert page.outside() == []


def test_it_filters_by_pattern_confidence_date_and_words(opened, tmp_path):
    page = opened(whole(tmp_path))
    page.page.uncheck("input[value=reheated]")
    assert "f2" not in page.visible()
    page.page.check("input[value=reheated]")
    page.page.select_option("select[name=c]", "0.9")
    assert page.visible() == ["f1", "f2", "f3"]
    page.page.select_option("select[name=c]", "-1")
    page.page.fill("input[name=a]", "2026-07-01")
    assert page.visible() == ["f2", "f7"]
    page.page.fill("input[name=b]", "2026-07-23")
    assert page.visible() == ["f2"]
    page.page.fill("input[name=a]", "")
    page.page.fill("input[name=b]", "")
    page.page.fill("input[name=q]", "充足")
    assert page.visible() == ["f3"]
    assert page.page.inner_text("#count") == "1 of 7 shown"
    assert page.said == []


def test_it_sorts_by_confidence_and_date_and_back(opened, tmp_path):
    page = opened(whole(tmp_path))
    page.page.select_option("select[name=s]", "c")
    assert page.visible()[:3] == ["f1", "f2", "f3"]
    page.page.select_option("select[name=s]", "d")
    assert page.visible()[0] == "f7"
    page.page.select_option("select[name=s]", "n")
    assert page.visible() == [f"f{at}" for at in range(1, 8)]


def test_it_can_be_used_by_keyboard_alone(opened, tmp_path):
    page = opened(whole(tmp_path))
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("document.activeElement.className") == "skip"
    page.page.keyboard.press("Enter")
    assert len(page.context.pages) == 1
    page.page.keyboard.press("j")
    page.page.keyboard.press("j")
    assert page.page.evaluate("document.activeElement.closest('article').id") == "f2"
    page.page.keyboard.press("Enter")
    assert page.page.evaluate("document.querySelector('#f2 details').open") is False
    page.page.keyboard.press("k")
    assert page.page.evaluate("document.activeElement.closest('article').id") == "f1"


def test_it_can_be_read_without_scripts(opened, tmp_path):
    page = opened(whole(tmp_path), java_script_enabled=False)
    assert page.page.locator("article").count() == 7
    assert page.page.locator("#f2 mark").first.is_visible()
    assert not page.page.locator("#tools").is_visible()


def test_ten_thousand_findings_stay_usable(opened):
    findings = tuple(replace(FINDINGS[at % 7], post_id=f"p{at % 8 + 1}") for at in range(10_000))
    page = opened(render_html(report(findings), POSTS, EVIDENCE))
    page.page.uncheck("input[value=reheated]")
    assert page.page.inner_text("#count") == "8571 of 10000 shown"
    page.page.select_option("select[name=s]", "d")
    page.page.click("#f1 summary")
    assert page.page.locator("#f1 blockquote").first.is_visible()
    assert page.said == []


DETAILS = (
    *("rating", "days_after", "stance", "claimed_interval", "event_interval", "gap_days", "cue", "claimed_place"),
    *("transform", "conflict", "attributed_to", "found_author", "found_title", "size", "accounts", "window_s"),
    *("origin_post_id", "first_posted_at"),
)


def hostile_report() -> tuple[Report, dict[str, Post], dict[str, Evidence]]:
    """Every payload in every field that a report, a post or a record has."""
    findings, posts, evidence, skipped = [], {}, {}, []
    for at, bad in enumerate(PAYLOADS):
        name, record = f"{bad}#{at}", f"{bad}@{at}"
        posts[name] = Post(id=name, text=bad, author=bad, url=bad, lang=bad, media=(bad, "x.png"))
        evidence[record] = Evidence(
            id=record, kind=Kind.ARCHIVE, text=bad, claim=bad, title=bad, rating=bad, lang=bad, url=bad, media=(bad,)
        )
        details: dict[str, object] = dict.fromkeys(DETAILS, bad)
        details |= {
            "timeline": [{"date": "2021-07-20", "title": bad}],
            "parts": [{"place": bad, "event_interval": bad}],
            "rating_changes": [{"rating": bad, "until": bad}],
        }
        details |= {"edits": [{"op": bad, "before": bad, "after": bad, "post_span": {"unit": bad}}], bad: bad}
        findings.append(
            Finding(
                post_id=name,
                pattern=list(Pattern)[at % len(Pattern)],
                reasons=(Reason(bad, bad, 1.0),),
                matches=(Match(record, TextSpan(0, 3), TextSpan(0, 3), bad, 0.5),),
                citations=(Citation(record, bad, bad, bad, bad, bad, bad),),
                index_version=bad,
                details=details,
            )
        )
        skipped.append(Skipped(code=bad, message=bad, post_id=bad, source=bad, path=bad))
    header = Header(
        checked=200,
        index_version=PAYLOADS[0],
        model_revisions={bad: bad for bad in PAYLOADS},
        settings={PAYLOADS[1]: PAYLOADS[2]},
    )
    return Report(header=header, findings=tuple(findings), skipped=tuple(skipped)), posts, evidence


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_two_hundred_hostile_texts_in_every_field_stay_text(opened, lang):
    page = opened(render_html(*hostile_report(), lang))
    page.page.click("#open")
    page.page.mouse.move(300, 500)
    page.page.wait_for_timeout(300)
    assert page.page.evaluate("window.__hit") is None
    assert page.said == []
    assert page.outside() == []
    assert page.page.locator("article").count() == 200
    assert page.page.evaluate("document.querySelectorAll('script, style').length") == 2
    assert page.page.evaluate("document.querySelectorAll('iframe, object, embed, link, img, video, math').length") == 0
    attributes = page.page.evaluate("[...document.querySelectorAll('*')].flatMap(each => each.getAttributeNames())")
    assert not [name for name in attributes if name.startswith("on")]
    links = page.page.eval_on_selector_all("main a", "all => all.map(each => each.protocol)")
    assert set(links) <= {"http:", "https:"}
    shown = page.page.evaluate(
        "[...document.querySelectorAll('article')].map(each => each.querySelector('blockquote').textContent)"
    )
    for bad, text in zip(PAYLOADS, shown, strict=True):
        assert text.strip() == bad.replace("\x01", "\ufffd").strip()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_serious_barrier_is_found_by_axe(opened, tmp_path, scheme, lang):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = opened(whole(tmp_path, lang), color_scheme=scheme, bypass_csp=True)
    page.page.add_style_tag(content="article{content-visibility:visible!important}")
    found = axe.Axe().run(page.page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")] == []
