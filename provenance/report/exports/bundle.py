"""An evidence bundle: one ZIP per finding that can be handed on and verified later without this program's index."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from provenance.errors import InputError, told_by
from provenance.model.finding import Finding, Match
from provenance.model.span import TextSpan
from provenance.report.check_report import CheckReport
from provenance.report.dispositions import key_of

BUNDLE_SCHEMA = "provenance.bundle/1"
MANIFEST = "manifest.json"
#: The same bundle twice has the same bytes: ZIP entries carry this instead of the clock.
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
#: Bytes of one member that are read when a bundle is verified; ours are far smaller.
MEMBER_BYTES = 200_000_000


def write_bundles(report: CheckReport, folder: Path) -> list[Path]:
    """Write one bundle per finding: finding, post, records, quoted spans, a page, and a manifest with hashes.

    Raises:
        InputError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_write(report, finding, folder) for finding in report.findings]
    except OSError as error:
        raise InputError(f"cannot write bundles to {folder}: {told_by(error)}") from None


def verify_bundle(path: Path) -> dict[str, Any]:
    """Check every member against the manifest, and every quoted span against the texts.

    Returns:
        The finding, as JSON.

    Raises:
        InputError: a member is missing, added or changed, or a span does not quote its text.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = {info.filename: info for info in archive.infolist()}
            if any(info.file_size > MEMBER_BYTES for info in members.values()):
                raise InputError(f"{path}: a member is larger than {MEMBER_BYTES} bytes")
            data = {name: archive.read(name) for name in members}
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise InputError(f"{path} is no evidence bundle: {told_by(error)}") from None
    try:
        manifest = json.loads(data.pop(MANIFEST))
        promised = manifest["files"]
    except (KeyError, ValueError, TypeError) as error:
        raise InputError(f"{path}: no manifest: {error!r}") from None
    if set(promised) != set(data):
        raise InputError(f"{path}: members differ from the manifest: {', '.join(sorted(set(promised) ^ set(data)))}")
    for name, content in data.items():
        if hashlib.sha256(content).hexdigest() != promised[name]:
            raise InputError(f"{path}: {name} was changed after the bundle was made")
    for quote in json.loads(data["quotes.json"]):
        text = json.loads(data[quote["file"]])["text"]
        if text[quote["start"] : quote["end"]] != quote["text"]:
            raise InputError(f"{path}: a quoted span does not stand in {quote['file']}")
    return dict(json.loads(data["finding.json"]))


def _write(report: CheckReport, finding: Finding, folder: Path) -> Path:
    from provenance.report.html import render_html

    one = replace(report, findings=(finding,), skipped=())
    files: dict[str, bytes] = {
        "finding.json": _json(finding.to_dict()),
        "report.json": _json(one.header_dict()),
        "page.html": render_html(one, one.posts, one.evidence, lang="en", kept=one.kept).encode("utf-8"),
    }
    if post := report.posts.get(finding.post_id):
        files["post.json"] = _json({"text": "", **post.to_dict()})
    names = {}
    for number, citation in enumerate(finding.citations, 1):
        record = report.evidence.get(citation.evidence_id)
        if record is not None:
            names[record.id] = f"evidence-{number}.json"
            files[names[record.id]] = _json({"text": "", **record.to_dict()})
    files["quotes.json"] = _json([quote for match in finding.matches for quote in _quotes(match, files, names)])
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    manifest = {"schema": BUNDLE_SCHEMA, "index_version": finding.index_version, "files": hashes}
    path = folder / f"{key_of(finding)}.zip"
    aside = path.with_suffix(".zip.part")
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [(MANIFEST, _json(manifest)), *sorted(files.items())]:
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), data, zipfile.ZIP_DEFLATED)
    aside.replace(path)
    return path


def _quotes(match: Match, files: dict[str, bytes], names: dict[str, str]) -> list[dict[str, Any]]:
    sides = [("post.json", match.post_span), (names.get(match.evidence_id, ""), match.evidence_span)]
    out = []
    for name, span in sides:
        if isinstance(span, TextSpan) and name in files:
            text = json.loads(files[name])["text"]
            out.append({"file": name, "start": span.start, "end": span.end, "text": span.of(text)})
    return out


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")
