"""The process that reads what a file says about itself: one JSON request on stdin, one JSON answer on stdout.

Runs apart like the decoders, since it parses hostile bytes; nothing here is imported by the rest of the program.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from typing import Any

#: EXIF tags: (directory, tag) → name. 0x8769 is the camera's directory, 0 the first one.
_EXIF_DATES = {
    (0x8769, 0x9003): "EXIF DateTimeOriginal",
    (0x8769, 0x9004): "EXIF DateTimeDigitized",
    (0, 0x0132): "EXIF DateTime",
}
#: The zone of each date, where the camera wrote one.
_EXIF_ZONES = {0x9003: 0x9011, 0x9004: 0x9012, 0x0132: 0x9010}
_XMP_DATES = ("photoshop:DateCreated", "xmp:CreateDate", "xmp:ModifyDate", "exif:DateTimeOriginal")
_MOST_XMP = 200_000
_LONGEST = 120


def main(request: dict[str, Any]) -> dict[str, Any]:
    """Everything that could be read; a part that fails is left out, since absence proves nothing anyway."""
    resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
    parts = [_recording] if request["recording"] else [_picture]
    found: dict[str, Any] = {"dates": []}
    for part in (*parts, _credentials):
        try:
            part(request, found)
        except Exception:  # noqa: BLE001 - hostile bytes may raise anything
            found.setdefault("failed", []).append(part.__name__.strip("_"))
    return found


def _picture(request: dict[str, Any], found: dict[str, Any]) -> None:
    from PIL import Image, IptcImagePlugin

    if request["format"] == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    Image.init()
    Image.MAX_IMAGE_PIXELS = request["pixels"]
    with Image.open(request["path"], formats=[request["format"]]) as image:
        exif = image.getexif()
        xmp = image.info.get("xmp") or b""
        iptc = IptcImagePlugin.getiptcinfo(image) or {}
    for (folder, tag), name in _EXIF_DATES.items():
        values = exif.get_ifd(folder) if folder else exif
        zone = _text(exif.get_ifd(0x8769).get(_EXIF_ZONES[tag]))
        if date := _text(values.get(tag)):
            found["dates"].append([name, f"{date[:10].replace(':', '-')}{date[10:]}{zone or ''}"])
    for name in _XMP_DATES:
        pattern = re.escape(name.encode()) + rb'(?:\s*=\s*["\']|>)([^"\'<]{4,40})'
        if stated := re.search(pattern, xmp[:_MOST_XMP] if isinstance(xmp, bytes) else xmp.encode()[:_MOST_XMP]):
            found["dates"].append([f"XMP {name}", stated.group(1).decode("utf-8", "replace")])
    if date := _text(iptc.get((2, 55))):
        found["dates"].append(["IPTC DateCreated", f"{date[:4]}-{date[4:6]}-{date[6:8]}"])
    found["camera"] = " ".join(filter(None, (_text(exif.get(0x010F)), _text(exif.get(0x0110))))) or None
    found["software"] = _text(exif.get(0x0131))
    place = exif.get_ifd(0x8825)
    if 2 in place and 4 in place:
        found["place"] = [_degrees(place[2], place.get(1) == "S"), _degrees(place[4], place.get(3) == "W")]


def _degrees(value: Any, negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in value)
    return round((degrees + minutes / 60 + seconds / 3600) * (-1 if negative else 1), 5)


def _recording(request: dict[str, Any], found: dict[str, Any]) -> None:
    import av

    av.logging.set_level(av.logging.PANIC)
    with av.open(request["path"], options={"protocol_whitelist": "file"}) as source:
        stated = {str(key).lower(): str(value) for key, value in source.metadata.items()}
    for key in ("creation_time", "date", "com.apple.quicktime.creationdate"):
        if date := _text(stated.get(key)):
            found["dates"].append([f"container {key}", date])
    found["software"] = _text(stated.get("encoder"))
    if at := re.match(r"([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)", stated.get("location", "")):
        found["place"] = [float(at.group(1)), float(at.group(2))]


def _credentials(request: dict[str, Any], found: dict[str, Any]) -> None:
    try:
        import c2pa
    except ImportError:
        return
    found["credentials"] = {"state": "none"}
    # Manifests and revocation lists elsewhere are not fetched: nothing here uses the network.
    rules = {"version": 1, "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
    if request["anchors"]:
        rules["trust"] = {"user_anchors": request["anchors"]}
    reader = c2pa.Reader.try_create(request["path"], context=c2pa.Context(c2pa.Settings.from_dict(rules)))
    if reader is None:
        return
    with reader:
        stored, state = json.loads(reader.json()), str(reader.get_validation_state())
    active = stored["manifests"][stored["active_manifest"]]
    signed = active.get("signature_info") or {}
    results = (stored.get("validation_results") or {}).get("activeManifest") or {}
    made = [info.get("name") for info in active.get("claim_generator_info") or []]
    actions = [
        action
        for assertion in active.get("assertions") or []
        if str(assertion.get("label", "")).startswith("c2pa.actions")
        for action in (assertion.get("data") or {}).get("actions") or []
    ]
    found["credentials"] = {
        "state": state.lower(),
        "signer": _text(signed.get("common_name") or signed.get("issuer")),
        "organisation": _text(signed.get("issuer")),
        "signed_at": _text(signed.get("time")),
        "made_with": _text(made[0] if made else active.get("claim_generator")),
        "actions": [str(action.get("action"))[:_LONGEST] for action in actions][:10],
        "source_type": _text(next((a["digitalSourceType"] for a in actions if a.get("digitalSourceType")), None)),
        "problems": [str(row.get("code"))[:_LONGEST] for row in results.get("failure") or []][:10],
    }


def _text(value: Any) -> str | None:
    """A short string without control characters, or None."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    cleaned = "".join(sign for sign in str(value or "") if sign.isprintable()).strip()
    return cleaned[:_LONGEST] or None


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.stdin.read()))))
