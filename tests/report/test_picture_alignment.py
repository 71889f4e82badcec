"""A picture laid against an older one, from two files to what a reader sees."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from typer.testing import CliRunner

from provenance.alignment.pictures import align_pictures
from provenance.cli.app import app
from provenance.errors import InputError, UsageError
from provenance.model.picture_alignment import PictureAlignment
from provenance.report.alignment_formats import render_picture_alignment
from provenance.report.picture_alignment import picture_alignment_html
from tests.media.scenes import on_page, saved, scene

pytestmark = pytest.mark.media


@pytest.fixture
def folder(tmp_path):
    saved(scene(6), tmp_path / "original.png")
    saved(on_page(scene(6)), tmp_path / "screenshot.png")
    saved(np.ascontiguousarray(scene(6)[40:420, 60:560][:, ::-1]), tmp_path / "turned.png")
    saved(scene(900), tmp_path / "stranger.png")
    return tmp_path


def align(folder, name: str, *options: str):
    return CliRunner().invoke(app, ["align", str(folder / name), str(folder / "original.png"), *options])


def test_screenshot_tells_where_the_picture_stands_in_it(folder):
    told = align(folder, "screenshot.png")
    assert told.exit_code == 1
    assert re.search(r"\d–9\d % across, 2\d–5\d % down  =  0–100 % across, 0–100 % down", told.stdout)
    assert re.search(r"\d edits: .*inset", told.stdout)


def test_mirrored_crop_says_both_and_the_part_that_is_left(folder):
    line = json.loads(align(folder, "turned.png", "--format", "jsonl").stdout)
    assert line["segments"][0]["transform"] == ["mirrored", "cropped"] == [edit["op"] for edit in line["edits"]]
    box = line["segments"][0]["official"]
    assert [box[side] for side in ("x0", "y0", "x1", "y1")] == pytest.approx(
        [60 / 640, 40 / 480, 560 / 640, 420 / 480], abs=0.05
    )


def test_untouched_copy_has_no_edits_and_another_picture_no_common_part(folder):
    same = align(folder, "original.png")
    assert (same.exit_code, "no edit found" in same.stdout) == (0, True)
    other = align(folder, "stranger.png")
    assert (other.exit_code, "no common part can be shown" in other.stdout) == (0, True)


def test_page_marks_the_common_part_on_both_pictures(folder):
    page = align(folder, "screenshot.png", "--format", "html").stdout
    assert page.count("class='mark'") == page.count("<img ") == 2
    assert "<script" not in page


def test_names_are_escaped():
    name = "<img src=x onerror=alert(1)>'\".png"
    page = picture_alignment_html(PictureAlignment(name, name), scene(1), scene(2))
    assert "<img src=x" not in page
    assert page.count("class='mark'") == 0


@pytest.mark.parametrize("form", ["edl", "otio"])
def test_pictures_have_no_edit_list(folder, form):
    with pytest.raises(UsageError, match="no time codes"):
        render_picture_alignment(PictureAlignment("a", "b"), form)
    assert align(folder, "turned.png", "--format", form).exit_code == 2


def test_broken_picture_is_named(folder):
    (folder / "broken.png").write_bytes((folder / "original.png").read_bytes()[:900])
    with pytest.raises(InputError, match=r"broken\.png"):
        align_pictures(folder / "broken.png", folder / "original.png")
