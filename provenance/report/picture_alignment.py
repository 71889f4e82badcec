"""A picture laid against an older one, as text and as a page with the common part marked on both."""

from __future__ import annotations

import base64
import io
from html import escape
from pathlib import PurePath

import numpy as np
import numpy.typing as npt

from provenance.model.picture_alignment import PictureAlignment
from provenance.model.span import BoxSpan

Pixels = npt.NDArray[np.uint8]

#: Longest side of a picture on the page in pixels, and its quality as JPEG.
_SIDE, _QUALITY = 900, 82

_STYLE = """
:root{color-scheme:light dark;--ink:#1d2329;--paper:#fff;--soft:#5c6670;--mark:#2f6fb0}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ec;--paper:#15181b;--soft:#a2acb6;--mark:#6fb1f0}}
body{font:16px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC",sans-serif;color:var(--ink);background:var(--paper);max-width:70em;margin:2em auto;padding:0 1em}
h1{font-size:1.25em}figcaption{color:var(--soft);font-size:.85em;overflow-wrap:anywhere}
.pair{display:flex;flex-wrap:wrap;gap:1.5em;align-items:flex-start}figure{margin:0;flex:1 1 20em;min-width:0;max-width:34em}
.shown{position:relative}img{width:100%;height:auto;display:block}
.mark{position:absolute;box-sizing:border-box;border:3px solid var(--mark);outline:1px solid var(--paper)}
"""  # noqa: E501


def picture_alignment_text(alignment: PictureAlignment) -> str:
    """Both names, the common part on both sides, and what was done."""
    lines = [f"clip      {alignment.clip_name}", f"official  {alignment.official_name}", ""]
    if alignment.clip is None or alignment.official is None:
        return "\n".join([*lines, "no common part can be shown"]) + "\n"
    lines += [f"  {_part(alignment.clip)}  =  {_part(alignment.official)}", ""]
    return "\n".join([*lines, _told(alignment), f"  {_measured(alignment)}"]) + "\n"


def picture_alignment_html(alignment: PictureAlignment, clip: Pixels, official: Pixels) -> str:
    """The page: self-contained, no scripts, everything escaped.

    Args:
        alignment: of the two.
        clip: uint8, shape (height, width, 3), RGB.
        official: likewise.
    """
    title = "What was done to the picture"
    told = "No common part can be shown."
    if alignment.clip is not None:
        told = f"{_told(alignment).capitalize()}.<br>{escape(_measured(alignment).capitalize())}."
    sides = ((alignment.clip_name, clip, alignment.clip), (alignment.official_name, official, alignment.official))
    figures = "\n".join(
        f"<figure><div class='shown'>{_image(pixels, name)}{_mark(box)}</div>"
        f"<figcaption>{escape(kind)}: {escape(PurePath(name).name)}{f'<br>{_part(box)}' if box else ''}"
        "</figcaption></figure>"
        for kind, (name, pixels, box) in zip(("Clip", "Record"), sides, strict=True)
    )
    return (
        "<!DOCTYPE html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"<p>{told}</p>\n<div class='pair'>\n{figures}\n</div>\n</main>\n</body>\n</html>\n"
    )


def _told(alignment: PictureAlignment) -> str:
    return f"{len(alignment.edits)} edits: {', '.join(alignment.edits)}" if alignment.edits else "no edit found"


def _measured(alignment: PictureAlignment) -> str:
    turned = f", turned by {alignment.rotation_deg:.1f}°" if "rotated" in alignment.edits else ""
    corners = f"{alignment.corners} matched corners" if alignment.corners else "the whole picture's hash"
    return f"size {alignment.scale:.2f} of the record's{turned}; similarity {alignment.score:.2f} by {corners}"


def _part(box: BoxSpan) -> str:
    across, down = (f"{100 * low:.0f}–{100 * high:.0f} %" for low, high in ((box.x0, box.x1), (box.y0, box.y1)))
    return f"{across} across, {down} down"


def _image(pixels: Pixels, name: str) -> str:
    from PIL import Image

    made = Image.fromarray(pixels)
    made.thumbnail((_SIDE, _SIDE))
    out = io.BytesIO()
    made.save(out, "JPEG", quality=_QUALITY, optimize=True)
    data = base64.b64encode(out.getvalue()).decode()
    label = escape(PurePath(name).name, quote=True)
    return f"<img alt='{label}' width='{made.width}' height='{made.height}' src='data:image/jpeg;base64,{data}'>"


def _mark(box: BoxSpan | None) -> str:
    if box is None:
        return ""
    left, top, wide, tall = (f"{100 * each:.2f}%" for each in (box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0))
    return f"<div class='mark' style='left:{left};top:{top};width:{wide};height:{tall}'></div>"
