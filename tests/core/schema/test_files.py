"""References to attachments: their shape, their names, what is refused and how."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import Field

from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Files
from houqin.core.schema.files import LONGEST_NAME, MOST_FILES, clean_name
from houqin.core.schema.form import Form, fields_of, parse

PHOTO = {"digest": "ab" * 32, "name": "票据.jpg", "type": "image/jpeg", "size": 1200}


class Receipt(Form):
    """登记一张票据。"""

    photos: Annotated[Files, Field(title="票据照片")] | None = None


class Signed(Form):
    """签字扫描件必须有。"""

    scan: Annotated[Files, Field(title="扫描件", min_length=1)]


def wrong(form: type[Form], **given: Any) -> dict[str, str]:
    with pytest.raises(FormErrors) as caught:
        parse(form, given)
    return caught.value.errors


def test_a_field_of_files_says_what_it_is() -> None:
    (photos,) = fields_of(Receipt)
    (scan,) = fields_of(Signed)
    assert (photos.kind, photos.title, photos.required) == ("files", "票据照片", False)
    assert photos.max_length == MOST_FILES
    assert scan.required


def test_references_are_kept_as_given() -> None:
    assert parse(Receipt, {"photos": [PHOTO]}).photos == [PHOTO]
    assert parse(Receipt, {}).photos is None


@pytest.mark.parametrize(
    "changed",
    [
        {"digest": "AB" * 32},
        {"digest": "ab" * 31},
        {"digest": None},
        {"name": ""},
        {"name": "../票据.jpg"},
        {"name": "票据.jpg\x00"},
        {"name": "票据"},
        {"name": "票据.html", "type": "text/html"},
        {"name": "票据.html"},
        {"type": "text/html"},
        {"type": None},
        {"size": 0},
        {"size": True},
        {"size": "1200"},
        {"more": 1},
    ],
)
def test_what_is_no_reference_is_refused(changed: dict[str, Any]) -> None:
    said = {"photos": "票据照片里有不是已上传附件的内容"}
    assert wrong(Receipt, photos=[PHOTO | changed]) == said


def test_a_list_is_asked_for() -> None:
    assert wrong(Receipt, photos="票据.jpg") == {"photos": "票据照片应为列表"}
    assert wrong(Signed) == {"scan": "扫描件必须填写"}
    assert wrong(Signed, scan=[]) == {"scan": "扫描件必须上传"}


def test_one_file_stands_in_a_field_once() -> None:
    twice = [PHOTO, PHOTO | {"name": "另一个名字.jpg"}]
    assert wrong(Receipt, photos=twice) == {"photos": "票据照片里同一个文件只能有一份"}


def test_more_than_nine_files_are_refused() -> None:
    many = [PHOTO | {"digest": f"{n:064x}"} for n in range(MOST_FILES + 1)]
    assert wrong(Receipt, photos=many) == {"photos": "票据照片最多9个文件"}
    assert parse(Receipt, {"photos": many[1:]})


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("票据 (1).jpg", "票据 (1).jpg"),
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\Users\张三\票据.jpg", "票据.jpg"),
        ("a\x00b\r\n.jpg", "ab.jpg"),
        # Written right to left it would read exe.jpg.
        ("票据\u202egpj.exe", "票据gpj.exe"),
        ("<img src=x onerror=alert(1)>.jpg", "<img src=x onerror=alert(1)>.jpg"),
        ("  .票据.jpg. ", "票据.jpg"),
        ("..", ""),
        ("e\u0301.txt", "\u00e9.txt"),
    ],
)
def test_names_lose_folders_and_unseen_characters_only(
    given: str, cleaned: str
) -> None:
    assert clean_name(given) == cleaned


def test_a_long_name_keeps_its_extension() -> None:
    cleaned = clean_name("长" * 500 + ".xlsx")
    assert len(cleaned) == LONGEST_NAME
    assert cleaned.endswith("长.xlsx")
