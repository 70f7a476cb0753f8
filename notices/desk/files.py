"""The text of a file that somebody chose or dropped: .txt, .docx, and .pdf with text in it."""

import zipfile
from io import BytesIO
from typing import IO

import docx
import pypdf
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_PAGES = 60
ENCODINGS = ("utf-8-sig", "gb18030")


class Unreadable(ValueError):
    """A file without a text that can be read; ``str()`` says why and what to do instead."""


def text_of(name: str, size: int, file: IO[bytes]) -> str:
    """The text of a file. Raises ``Unreadable``."""
    if size > LARGEST:
        raise Unreadable("文件超过5 MB，请只保留通告本身，或复制文字粘贴。")
    read = {"txt": _plain, "docx": _word, "pdf": _pdf}.get(name.rpartition(".")[2].lower())
    if read is None:
        raise Unreadable("只能读取 .txt、.docx 和 .pdf 文件；其他格式请复制文字粘贴。")
    text = read(file.read(LARGEST + 1)).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Unreadable("文件中没有文字。")
    return text


def _plain(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("文件的文字编码不是 UTF-8 或 GB18030，请另存为 UTF-8 后再选，或复制文字粘贴。")


def _word(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            if sum(i.file_size for i in packed.infolist()) > LARGEST_UNPACKED:
                raise Unreadable("文件展开后太大，请复制文字粘贴。")
        document = docx.Document(BytesIO(data))
    except Unreadable:
        raise
    except Exception as error:  # Whatever a broken or locked file makes the readers raise.
        raise Unreadable("打不开这个 Word 文件：它已损坏、加密，或是旧的 .doc 格式。") from error
    return "\n".join(_blocks(document))


def _blocks(document: Document) -> list[str]:
    """Paragraphs and table rows, in the order of the document."""
    lines: list[str] = []
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:p"):
            lines.append(Paragraph(element, document).text)
        elif element.tag == qn("w:tbl"):
            for row in Table(element, document).rows:
                lines.append("\t".join(cell.text.strip() for cell in row.cells))
    return lines


def _pdf(data: bytes) -> str:
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("这个 PDF 有密码，请先解除密码，或复制文字粘贴。")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable(f"这个 PDF 超过{MOST_PAGES}页，请只保留通告本身。")
        text = "\n".join(page.extract_text() for page in reader.pages)
    except Unreadable:
        raise
    except Exception as error:  # Whatever a broken file makes the reader raise.
        raise Unreadable("打不开这个 PDF：文件已损坏。") from error
    if not text.strip():
        raise Unreadable("这个 PDF 是扫描件，没有可读的文字；请使用文字版，或手工录入文字。")
    return text
