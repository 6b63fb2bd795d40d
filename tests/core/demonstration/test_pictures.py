"""Photos of the year: drawn alike every time, handed in by whoever acts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from uuid import uuid4

from PIL import Image

from houqin.core.demonstration.pictures import Photo, drawn, handed_in
from houqin.core.model.command import Act
from houqin.core.testing import Bench

if TYPE_CHECKING:
    from pathlib import Path

STAMP = "2023-03-05 09:12"


def test_a_photo_is_the_same_every_time() -> None:
    photo = Photo("楼道.jpg", STAMP, things=4)
    assert drawn(photo) == drawn(photo)
    assert Image.open(io.BytesIO(drawn(photo))).size == (480, 360)


def test_before_and_after_are_different_photos() -> None:
    before, after = (drawn(Photo("楼道.jpg", STAMP, things=n)) for n in (4, 0))
    assert before != after


def test_photos_inside_lines_are_handed_in_by_whoever_acts(tmp_path: Path) -> None:
    bench = Bench.of(tmp_path, "tests.core.sample")
    photo = Photo("楼道.jpg", STAMP, people=4)
    given = {"items": [{"before": [photo], "matter": "堆物"}], "name": "检查"}
    act = Act("sample.any", given, uuid4(), uuid4())
    ((line,), name) = handed_in(bench.site, act).values()
    assert (name, line["matter"]) == ("检查", "堆物")
    (reference,) = line["before"]
    assert reference["size"] == len(drawn(photo))
    with bench.site.attachments.open(reference["digest"]) as kept:
        assert kept.read() == drawn(photo)
    bench.close()
