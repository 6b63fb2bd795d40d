"""What is taken and what is refused, each trick by its name."""

from __future__ import annotations

import io

import pytest

from houqin.core.files import inspection, office, pictures
from houqin.core.files.inspection import Inspected, inspect
from houqin.core.files.refusal import NON_CLASSIFIED, FileRefused
from tests import filing

HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
DOC = filing.compound("\u4f1a\u8bae\u7eaa\u8981")


def looked_at(content: bytes, name: str) -> Inspected:
    return inspect(io.BytesIO(content), name, len(content))


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(FileRefused) as caught:
        looked_at(content, name)
    return caught.value.message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("票据.jpg", filing.photo()),
        ("票据.JPEG", filing.photo()),
        ("票据.png", filing.photo(kind="PNG")),
        ("票据.gif", filing.photo(kind="GIF")),
        ("票据.webp", filing.photo(kind="WEBP")),
        ("票据.heic", b"\0\0\0\x18ftypheic" + bytes(64)),
        ("通知.pdf", filing.pdf("会议通知")),
        ("方案.docx", filing.document("docx", "会议方案")),
        ("名单.xlsx", filing.document("xlsx", "张三")),
        ("汇报.pptx", filing.document("pptx", "工作汇报")),
        ("纪要.doc", DOC),
        ("纪要.wps", DOC),
        ("名册.xls", DOC),
        ("名册.et", DOC),
        ("说明.txt", "第一行\r\n第二行".encode()),
        ("说明.txt", "第一行".encode("gb18030")),
        ("说明.txt", "第一行".encode("utf-16")),
        ("明细.csv", "日期,金额\n2023-03-05,12.50\n".encode()),
        ("平面图.dwg", b"AC1032" + bytes(200)),
    ],
)
def test_ordinary_files_are_taken(name: str, content: bytes) -> None:
    assert looked_at(content, name).name == name


def test_a_picture_gets_a_small_upright_one_without_its_place() -> None:
    found = looked_at(filing.located(), "现场.jpg").thumbnail
    assert found is not None
    assert found.startswith(b"\xff\xd8\xff")
    assert len(found) < 20_000
    assert b"Exif" not in found
    assert b"Telephone" not in found


def test_documents_have_no_thumbnail() -> None:
    assert looked_at(filing.pdf("会议通知"), "通知.pdf").thumbnail is None


# Names


@pytest.mark.parametrize(
    "name", ["木马.exe", "页面.html", "图.svg", "压缩包.zip", "宏.docm", "没有扩展名"]
)
def test_other_kinds_are_not_taken(name: str) -> None:
    assert refusal(filing.photo(), name).startswith(f"“{name}”的类型不能上传")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("票据.jpg", HTML),
        ("票据.png", SVG),
        ("票据.jpg", filing.photo(kind="PNG")),
        ("票据.pdf", filing.photo()),
        ("方案.docx", filing.document("xlsx", "张三")),
        ("方案.docx", filing.package({"a.txt": "x"})),
        ("方案.doc", filing.document("docx", "会议方案")),
        ("说明.txt", filing.photo()),
        ("说明.csv", b"a,b\0c"),
        ("票据.heic", filing.photo()),
        ("图.dwg", HTML),
    ],
)
def test_a_name_has_to_say_what_the_content_is(name: str, content: bytes) -> None:
    assert "扩展名与内容不符" in refusal(content, name)


@pytest.mark.parametrize(
    "name", ["发票.exe.pdf", "说明.html.txt", "a.PHP.jpg", "b.svg.png", "c.js.txt"]
)
def test_double_extensions_are_refused(name: str) -> None:
    assert refusal(filing.photo(), name) == f"“{name}”的名称有两个扩展名，不能上传"


def test_a_dot_in_a_name_is_no_extension() -> None:
    assert looked_at(filing.photo(), "3.5日 加油.第2张.jpg").name


def test_a_null_byte_hides_no_extension() -> None:
    assert "“票据.jpg.html”的" in refusal(HTML, "票据.jpg\0.html")
    assert "“票据.html.jpg”的" in refusal(HTML, "票据.html\0.jpg")


@pytest.mark.parametrize(
    "given", ["../../var/票据.jpg", r"..\..\票据.jpg", "/etc/票据.jpg", "C:票据.jpg"]
)
def test_folders_in_a_name_are_left_out(given: str) -> None:
    assert looked_at(filing.photo(), given).name in {"票据.jpg", "C:票据.jpg"}


def test_a_script_in_a_name_is_only_a_name() -> None:
    name = "<script>alert(1)<script>.jpg"
    assert looked_at(filing.photo(), name).name == name


def test_a_name_of_nothing_is_refused() -> None:
    assert refusal(filing.photo(), "../..") == "这个文件没有文件名"


# Sizes


def test_empty_and_too_large_files_are_refused() -> None:
    assert refusal(b"", "票据.jpg") == "“票据.jpg”是空文件"
    large = inspection.MEGABYTES * inspection.MEGABYTE + 1
    with pytest.raises(FileRefused, match="超过20兆，不能上传"):
        inspect(io.BytesIO(filing.photo()), "票据.jpg", large)


def test_a_picture_that_claims_too_many_pixels_is_never_decoded() -> None:
    said = refusal(filing.huge_png(50_000, 50_000), "票据.png")
    assert said == "“票据.png”的尺寸50000×50000过大，不能上传"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_picture_cut_short_is_refused(kind: str) -> None:
    content = filing.photo(kind=kind)[:-400]
    name = f"票据.{'jpg' if kind == 'JPEG' else kind.lower()}"
    assert refusal(content, name).endswith("已损坏，不是能打开的图片")


def test_a_document_that_unfolds_without_end_is_refused() -> None:
    bomb = filing.document("docx", "会议", **{"word/media/a.bin": bytes(40_000_000)})
    assert len(bomb) < 100_000
    assert refusal(bomb, "方案.docx") == "“方案.docx”解开后过大，不能上传"


def test_a_document_of_countless_parts_is_refused() -> None:
    parts = {f"word/{n}": b"" for n in range(office.MOST_PARTS + 1)}
    said = refusal(filing.document("docx", "会议", **parts), "方案.docx")
    assert said == "“方案.docx”解开后过大，不能上传"


def test_a_document_that_is_damaged_is_refused() -> None:
    content = filing.document("docx", "会议")
    assert refusal(content[:-40], "方案.docx") == "“方案.docx”已损坏，打不开"


# Two things in one


def test_a_picture_that_is_an_archive_as_well_is_refused() -> None:
    both = filing.photo() + filing.package({"a.txt": "x"})
    assert refusal(both, "票据.jpg") == "“票据.jpg”里夹带了压缩包，不能上传"


def test_a_picture_that_begins_as_a_page_is_refused() -> None:
    assert "扩展名与内容不符" in refusal(HTML + filing.photo(), "票据.jpg")


def test_a_page_inside_a_picture_stays_a_picture() -> None:
    found = looked_at(filing.photo(comment=HTML), "票据.jpg")
    assert found.media_type == "image/jpeg"
    assert found.thumbnail is not None
    assert b"script" not in found.thumbnail


# Macros


@pytest.mark.parametrize(
    "more",
    [
        {"word/vbaProject.bin": b"x"},
        {"xl/macrosheets/sheet1.xml": b"x"},
        {"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled"},
    ],
)
def test_documents_with_macros_are_refused(more: dict[str, bytes]) -> None:
    said = refusal(filing.document("docx", "会议", **more), "方案.docx")
    assert said.startswith("“方案.docx”带有宏，不能上传")


@pytest.mark.parametrize("place", ["_VBA_PROJECT", "Macros\0"])
def test_old_documents_with_macros_are_refused(place: str) -> None:
    assert "带有宏" in refusal(filing.compound("会议", place), "方案.doc")


def test_macros_are_found_where_two_pieces_meet() -> None:
    head = filing.compound("会议")
    name = "_VBA_PROJECT".encode("utf-16-le")
    content = head + bytes(office._PIECE - len(head) - 5) + name
    assert "带有宏" in refusal(content, "名册.xls")


# Marks


@pytest.mark.parametrize(
    "name",
    [
        "关于××的报告（秘密）.docx", "机密文件.pdf", "绝密.jpg", "秘 密.txt",
        "机-密.txt", "【絕密】会议.doc",
    ],
)  # fmt: skip
def test_names_that_claim_a_level_are_refused(name: str) -> None:
    said = refusal(filing.photo(), name)
    assert said.startswith(f"“{name}”的名称有“")
    assert said.endswith(NON_CLASSIFIED)


@pytest.mark.parametrize(
    "name",
    ["保守国家秘密法学习.txt", "商业秘密保护.txt", "非涉密承诺书.txt", "机要.txt"],
)
def test_names_that_speak_of_secrets_are_taken(name: str) -> None:
    assert looked_at(b"text", name).name == name


MARKED = ["秘密★5年", "机密★", "绝密 ★长期", "密级：机密", "绝密", "【秘密】"]


@pytest.mark.parametrize("mark", MARKED)
def test_marked_texts_are_refused(mark: str) -> None:
    text = f"某县文件\r\n{mark}\r\n关于会议的通知"
    for encoding in ("utf-8", "gb18030", "utf-16"):
        said = refusal(text.encode(encoding), "通知.txt")
        assert said.startswith("“通知.txt”的内容有密级标志“")
        assert said.endswith(NON_CLASSIFIED)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
@pytest.mark.parametrize("mark", MARKED)
def test_marked_documents_are_refused(kind: str, mark: str) -> None:
    content = filing.document(kind, "某县文件", mark, "关于会议的通知")
    assert "的内容有密级标志" in refusal(content, f"通知.{kind}")


def test_a_mark_in_a_header_is_found() -> None:
    head = "<w:hdr><w:p><w:t>机密★1年</w:t></w:p></w:hdr>"
    content = filing.document("docx", "会议", **{"word/header1.xml": head})
    assert refusal(content, "通知.docx").startswith(
        "“通知.docx”的内容有密级标志“机密★1年”"
    )


@pytest.mark.parametrize("folded", [True, False])
def test_a_marked_pdf_is_refused(folded: bool) -> None:  # noqa: FBT001 - both ways
    said = refusal(filing.pdf("某县文件秘密★5年会议", folded=folded), "通知.pdf")
    assert "密级标志“秘密★5年”" in said


def test_a_marked_old_document_is_refused() -> None:
    assert "机密★" in refusal(filing.compound("文件", "机密★1年"), "通知.doc")


@pytest.mark.parametrize(
    "text",
    [
        "本系统为非涉密系统，严禁存储、处理国家秘密",
        "定密工作：国家秘密的密级分为绝密、机密、秘密三级。",
        "请各单位保守商业秘密。",
    ],
)
def test_texts_that_speak_of_secrets_are_taken(text: str) -> None:
    assert looked_at(text.encode(), "通知.txt")
    assert looked_at(filing.document("docx", text), "通知.docx")
    assert looked_at(filing.pdf(text), "通知.pdf")


def test_entities_in_a_document_are_never_expanded() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:p>&b;</w:p>'
    assert looked_at(
        filing.document("docx", "会议", **{"word/footer1.xml": laughs}), "通知.docx"
    )


def test_limits_of_pixels_are_what_memory_holds() -> None:
    assert pictures.MOST_PIXELS_ELSE * 4 <= 160_000_000
