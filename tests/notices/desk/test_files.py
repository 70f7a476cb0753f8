"""Files at the desk: the text of a good one, one clear sentence about a bad one."""

from io import BytesIO

import docx
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from notices.desk.files import LARGEST, Unreadable, text_of
from notices.models import Draft
from tests.ground import people, small_city

WORDS = "小店区（1个）：水木云天小区。"


def read(name: str, data: bytes) -> str:
    return text_of(name, len(data), BytesIO(data))


def word_file(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.add_paragraph("落款")
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def pdf_file(text: str = "", password: str = "") -> bytes:
    """A page with ASCII text, or an empty one as of a scan."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(300, 300)
    if text:
        font = pypdf.generic.DictionaryObject(
            {
                pypdf.generic.NameObject("/Type"): pypdf.generic.NameObject("/Font"),
                pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Type1"),
                pypdf.generic.NameObject("/BaseFont"): pypdf.generic.NameObject("/Helvetica"),
            }
        )
        fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): font})
        page[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject(
            {pypdf.generic.NameObject("/Font"): fonts}
        )
        stream = pypdf.generic.DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
        page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_the_encodings_that_offices_use(encoding: str) -> None:
    assert read("194.txt", f"通告\r\n{WORDS}".encode(encoding)) == f"通告\n{WORDS}"


def test_a_word_file_is_read_in_its_order_tables_included() -> None:
    data = word_file("通告", WORDS, rows=(("小店区", "水木云天小区"),))
    assert read("194.docx", data) == f"通告\n{WORDS}\n小店区\t水木云天小区\n落款"


def test_a_pdf_with_text_is_read() -> None:
    assert read("194.pdf", pdf_file("Notice 194")).strip() == "Notice 194"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("194.pdf", pdf_file(), "扫描件"),
        ("194.pdf", pdf_file("Notice", password="secret"), "密码"),
        ("194.pdf", b"%PDF-1.7 broken", "已损坏"),
        ("194.docx", b"PK\x03\x04broken", "打不开"),
        ("194.docx", b"\xd0\xcf\x11\xe0old doc", "旧的 .doc"),
        ("194.txt", b"\xff\x00\xfe\x81\x20\xff", "编码"),
        ("194.txt", b"  \n ", "没有文字"),
        ("194.jpg", b"\xff\xd8\xff", "只能读取"),
        ("194", b"text", "只能读取"),
        ("194.txt", b"a" * (LARGEST + 1), "5 MB"),
    ],
)
def test_a_bad_file_is_told_of_in_one_sentence(name: str, data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why) as refused:
        read(name, data)
    assert str(refused.value).endswith("。")


@pytest.mark.django_db
def test_a_chosen_file_becomes_a_draft_and_a_bad_one_costs_nothing_typed() -> None:
    small_city()
    client = Client()
    client.force_login(people()[0], backend="django.contrib.auth.backends.ModelBackend")
    good = SimpleUploadedFile("194.docx", word_file(WORDS))
    assert client.post("/staff/drafts/", {"text": "", "file": good}).status_code == 302
    draft = Draft.objects.get()
    assert (draft.text, draft.origin) == (f"{WORDS}\n落款", "194.docx")
    bad = SimpleUploadedFile("194.pdf", pdf_file())
    page = client.post("/staff/drafts/", {"text": "已经打的字", "file": bad})
    assert page.status_code == 422
    assert "扫描件" in page.content.decode()
    assert "已经打的字" in page.content.decode()
    assert Draft.objects.count() == 1
