from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from provenance.errors import RecordError
from provenance.media.about import About, Credentials, StatedDate, about
from tests.media.credentials import sign, signer_of
from tests.media.scenes import saved, scene

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description xmp:CreateDate="2016-07-06T08:00:00+08:00">'
    b"<photoshop:DateCreated>2016-07-06</photoshop:DateCreated></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def photograph(path: Path, *, date: str = "2016:07:06 07:30:00") -> Path:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = "Canon", "EOS 5D", "Photoshop 21"
    exif.get_ifd(0x8769)[0x9003] = date
    exif.get_ifd(0x8769)[0x9011] = "+08:00"
    third = TiffImagePlugin.IFDRational
    exif.get_ifd(0x8825).update({1: "N", 2: (third(30), third(35), third(24)), 3: "E", 4: (third(114), third(18), 0)})
    return saved(scene(1), path, exif=exif, xmp=XMP)


def test_dates_of_camera_and_editor_are_read_with_what_they_are_worth(tmp_path):
    told = about(photograph(tmp_path / "a.jpg"))
    assert told.dates[0] == StatedDate(
        "EXIF DateTimeOriginal",
        "2016-07-06 07:30:00+08:00",
        "set by the camera's clock; can be wrong and can be changed",
    )
    assert {date.source: date.text for date in told.dates[1:]} == {
        "XMP photoshop:DateCreated": "2016-07-06",
        "XMP xmp:CreateDate": "2016-07-06T08:00:00+08:00",
    }
    assert told.camera == "Canon EOS 5D"
    assert told.software == "Photoshop 21"
    assert told.place == pytest.approx((30.59, 114.3))


def test_file_without_metadata_says_nothing_and_that_proves_nothing(tmp_path):
    told = about(saved(scene(2), tmp_path / "a.png"))
    assert (told.dates, told.camera, told.place) == ((), None, None)
    assert "no date" in str(told)


def test_malformed_metadata_costs_only_itself(tmp_path):
    path = photograph(tmp_path / "a.jpg", date="0000:99:99 x\x00\x07\u202e")
    data = path.read_bytes().replace(b"GPS", b"\xff\xfe\xfd")
    path.write_bytes(data)
    told = about(path)
    assert all(sign.isprintable() for date in told.dates for sign in date.text)
    assert about(saved(scene(3), tmp_path / "b.jpg", exif=b"Exif\x00\x00garbage")).dates == ()


def test_container_date_of_a_video_is_read(tmp_path):
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as out:
        out.metadata["creation_time"] = "2022-03-04T05:06:07.000000Z"
        stream = out.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        out.mux([*stream.encode(frame), *stream.encode(None)])
    (date,) = about(path).dates
    assert (date.source, date.text[:10]) == ("container creation_time", "2022-03-04")


def test_web_page_is_refused_with_the_reason(tmp_path):
    (tmp_path / "a.jpg").write_text("<!doctype html><html></html>")
    with pytest.raises(RecordError, match="HTML page"):
        about(tmp_path / "a.jpg")


@pytest.fixture(scope="module")
def signed(tmp_path_factory) -> tuple[Path, str]:
    pytest.importorskip("c2pa")
    folder = tmp_path_factory.mktemp("signed")
    chain, private, authority = signer_of("News Agency")
    return sign(saved(scene(4), folder / "plain.jpg"), folder / "signed.jpg", chain, private), authority


@pytest.mark.media
def test_signed_picture_is_valid_and_trusted_only_where_its_signer_is(signed):
    path, authority = signed
    found = about(path).credentials
    assert found is not None
    assert (found.state, found.signer, found.organisation) == ("valid", "Test Signer", "News Agency")
    assert found.made_with == "Test Camera"
    assert found.source_type is not None
    assert found.source_type.endswith("digitalCapture")
    trusted = about(path, anchors=authority).credentials
    assert trusted is not None
    assert trusted.state == "trusted"
    stranger = about(path, anchors=signer_of("Somebody Else")[2]).credentials
    assert stranger is not None
    assert stranger.state == "valid"


@pytest.mark.media
def test_changed_or_saved_again_the_signature_is_broken_or_gone(signed, tmp_path):
    path, authority = signed
    data = bytearray(path.read_bytes())
    data[-3000] ^= 0x55
    (tmp_path / "changed.jpg").write_bytes(data)
    changed = about(tmp_path / "changed.jpg", anchors=authority).credentials
    assert changed is not None
    assert changed.state == "invalid"
    assert "assertion.dataHash.mismatch" in changed.problems
    again = about(saved(np.asarray(Image.open(path)), tmp_path / "again.jpg")).credentials
    assert again == Credentials("none")
    assert "says nothing" in str(again)


def test_without_the_extra_credentials_were_not_looked_for():
    assert "not looked for" in str(About())
    assert About().to_dict()["credentials"] is None
