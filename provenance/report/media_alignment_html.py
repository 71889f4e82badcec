"""A clip of a recording as a page: what plays when, both sides at each boundary, matched frames side by side."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import PurePath

import numpy as np
import numpy.typing as npt

from provenance.model.media_alignment import MediaAlignment, MediaEdit, MediaSegment, Track
from provenance.model.span import TimeSpan

Pixels = npt.NDArray[np.uint8]

#: Seconds before and after a boundary at which its thumbnails are taken.
BESIDE_S = 0.12
#: Frames of the contact sheet, and of how many boundaries thumbnails are shown.
_SHEET, _BOUNDARIES = 8, 24
_QUALITY = 74

_STYLE = """
:root{color-scheme:light dark;--ink:#1d2329;--paper:#fff;--soft:#5c6670;--line:#d9dee3;--same:#2f6fb0;--none:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ec;--paper:#15181b;--soft:#a2acb6;--line:#333a41;--same:#6fb1f0;--none:#ff8a80}}
body{font:16px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC",sans-serif;color:var(--ink);background:var(--paper);max-width:60em;margin:2em auto;padding:0 1em}
h1{font-size:1.25em}h2{font-size:1.05em;margin:2em 0 .5em}.names,figcaption,.note{color:var(--soft);font-size:.85em}
.names{overflow-wrap:anywhere}.track{display:flex;height:1.6em;margin:.2em 0 .6em;border:1px solid var(--line);background:var(--paper)}
.track span{overflow:hidden;white-space:nowrap;font-size:.72em;padding:.25em .3em;border-right:2px solid var(--paper);box-sizing:border-box;min-width:2px}
.same{background:var(--same);color:var(--paper)}.none{background:repeating-linear-gradient(45deg,var(--none),var(--none) 4px,transparent 4px,transparent 9px)}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92em}th,td{text-align:left;vertical-align:top;border-top:1px solid var(--line);padding:.35em .6em}
td{font-variant-numeric:tabular-nums}.pair{display:grid;grid-template-columns:repeat(4,1fr);gap:.5em;margin:.3em 0 1.2em}
.sheet{display:grid;grid-template-columns:repeat(auto-fill,minmax(9em,1fr));gap:.6em}figure{margin:0}img{width:100%;height:auto;display:block;border:1px solid var(--line)}
.missing{aspect-ratio:16/9;border:1px dashed var(--line)}@media(max-width:40em){.pair{grid-template-columns:repeat(2,1fr)}}
"""  # noqa: E501


@dataclass(frozen=True, slots=True)
class Frames:
    """Thumbnails by second, of the clip and of the record; empty where a file has no picture."""

    clip: Mapping[float, Pixels] = field(default_factory=dict)
    official: Mapping[float, Pixels] = field(default_factory=dict)


def wanted_seconds(alignment: MediaAlignment) -> tuple[list[float], list[float]]:
    """The seconds of clip and record whose frames the page shows."""
    clip, official = [], []
    for edit in alignment.edits[:_BOUNDARIES]:
        if edit.seconds is not None:
            shown = _shown(alignment, edit)
            clip += [here for _, here, _ in shown]
            official += [there for *_, there in shown if there is not None]
    for here, there in _sheet(alignment):
        clip.append(here)
        official.append(there)
    return clip, official


def media_alignment_html(
    alignment: MediaAlignment, frames: Frames, *, title: str = "What was done to the recording"
) -> str:
    """The page: self-contained, no scripts, everything escaped."""
    names = f"Clip: {escape(_name(alignment.clip_name))}<br>Record: {escape(_name(alignment.official_name))}"
    edits = "\n".join(_row(edit) for edit in alignment.edits)
    table = (
        "<div class='wide'><table><thead><tr><th>Track</th><th>What</th><th>Clip</th><th>Record</th>"
        f"<th>Seconds</th></tr></thead><tbody>\n{edits}\n</tbody></table></div>"
        if edits
        else "<p>No edit was found: the clip plays the record as it is.</p>"
        if any(segment.official for segment in alignment.segments)
        else "<p>The clip plays nothing of the record.</p>"
    )
    bars = "\n".join(_bar(alignment, track) for track in Track if alignment.track(track))
    boundaries = "\n".join(
        _boundary(alignment, edit, frames) for edit in alignment.edits[:_BOUNDARIES] if edit.seconds is not None
    )
    sheet = "\n".join(
        f"<figure>{_image(frames.clip, here)}{_image(frames.official, there)}"
        f"<figcaption>clip {_clock(here)} = record {_clock(there)}</figcaption></figure>"
        for here, there in _sheet(alignment)
    )
    return (
        "<!DOCTYPE html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n"
        f"<p class='names'>{names}</p>\n<h2>What plays when</h2>\n{bars}\n"
        "<p class='note'>Filled: plays the record, from the second written in it. Hatched: not in the record.</p>\n"
        f"<h2>Edits</h2>\n{table}\n"
        + (f"<h2>At each boundary</h2>\n{boundaries}\n" if boundaries else "")
        + (f"<h2>Matched frames</h2>\n<div class='sheet'>\n{sheet}\n</div>\n" if sheet else "")
        + "</main>\n</body>\n</html>\n"
    )


def _bar(alignment: MediaAlignment, track: Track) -> str:
    segments = alignment.track(track)
    whole = max(segment.clip.end_s for segment in segments) or 1.0
    parts = "".join(_part(segment, 100 * _length(segment.clip) / whole) for segment in segments)
    return f"<div><b>{track.value}</b> <small>{_clock(0)}–{_clock(whole)}</small><div class='track'>{parts}</div></div>"


def _part(segment: MediaSegment, percent: float) -> str:
    kind, start = ("same", _clock(segment.official.start_s)) if segment.official else ("none", "")
    told = f"{_range(segment.clip)} = {_range(segment.official)}"
    return f"<span class='{kind}' style='width:{percent:.2f}%' title='{told}'>{start}</span>"


def _row(edit: MediaEdit) -> str:
    seconds = "" if edit.seconds is None else f"{edit.seconds:.2f}"
    cells = (
        edit.track.value,
        edit.op.value,
        _range(edit.clip),
        _range(edit.official) if edit.official else "",
        seconds,
    )
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _boundary(alignment: MediaAlignment, edit: MediaEdit, frames: Frames) -> str:
    cells = []
    for name, here, there in _shown(alignment, edit):
        cells.append(
            f"<figure>{_image(frames.clip, here)}<figcaption>{name}: clip {_clock(here)}</figcaption></figure>"
        )
        caption = f"record {_clock(there)}" if there is not None else "not in the record"
        picture = _image(frames.official, there) if there is not None else "<div class='missing'></div>"
        cells.append(f"<figure>{picture}<figcaption>{caption}</figcaption></figure>")
    head = f"{edit.track.value}: {edit.op.value} at {_range(edit.clip)}"
    return f"<p><b>{escape(head)}</b></p>\n<div class='pair'>{''.join(cells)}</div>"


def _shown(alignment: MediaAlignment, edit: MediaEdit) -> list[tuple[str, float, float | None]]:
    """Just before an edit, what it put in, just behind: each with its second of the clip and of the record."""
    moments = [("before", max(0.0, edit.clip.start_s - BESIDE_S)), ("after", edit.clip.end_s + BESIDE_S)]
    if edit.track is Track.PICTURE and _length(edit.clip) > 2 * BESIDE_S:
        moments.insert(1, ("put in", (edit.clip.start_s + edit.clip.end_s) / 2))
    return [(name, round(second, 3), _played(alignment, round(second, 3))) for name, second in moments]


def _played(alignment: MediaAlignment, second: float) -> float | None:
    """Second of the record whose picture the clip shows then, or whose sound it plays where it shows none of it."""
    for track in Track:
        for segment in alignment.track(track):
            if segment.official is not None and segment.clip.start_s <= second <= segment.clip.end_s:
                return round(segment.official.start_s + (second - segment.clip.start_s) * segment.speed, 3)
    return None


def _sheet(alignment: MediaAlignment) -> list[tuple[float, float]]:
    """Evenly spread seconds of the clip whose picture is the record's, and those of the record."""
    kept: Sequence[MediaSegment] = [each for each in alignment.track(Track.PICTURE) if each.official is not None]
    total = sum(_length(each.clip) for each in kept)
    out = []
    for number in range(_SHEET if total else 0):
        left = total * (number + 0.5) / _SHEET
        for each in kept:
            if left <= _length(each.clip):
                assert each.official is not None
                here = each.clip.start_s + left
                out.append((round(here, 3), round(each.official.start_s + left * each.speed, 3)))
                break
            left -= _length(each.clip)
    return out


def _image(pictures: Mapping[float, Pixels], second: float) -> str:
    pixels = pictures.get(second)
    if pixels is None:
        return "<div class='missing'></div>"
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=_QUALITY, optimize=True)
    data = base64.b64encode(out.getvalue()).decode()
    height, width = pixels.shape[:2]
    return (
        f"<img alt='frame at {_clock(second)}' width='{width}' height='{height}' src='data:image/jpeg;base64,{data}'>"
    )


def _name(path: str) -> str:
    return PurePath(path).name


def _length(span: TimeSpan) -> float:
    return span.end_s - span.start_s


def _range(span: TimeSpan | None) -> str:
    return "not in the record" if span is None else f"{_clock(span.start_s)}–{_clock(span.end_s)}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds, 2), 60)
    return f"{int(minutes)}:{rest:05.2f}"
