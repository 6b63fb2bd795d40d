"""Run by :mod:`houqin.core.printing.typesetting`: a template and its values to a PDF.

typst keeps what it has laid out; in a process that ends it cannot grow.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

#: typst writes a page's object in the open.
_PAGE = re.compile(rb"/Type ?/Page\b")
#: A5 landscape pages above each other, a line between them to cut along.
_TWO_UP = """
#set page(paper: "a4", margin: 0pt)
#let half = 148.5mm
#let cut = (paint: luma(70%), dash: "dashed")
#for n in range(1, {pages} + 1) {{
  if n > 1 and calc.odd(n) {{ pagebreak() }}
  let page = image("pages.pdf", page: n, width: 210mm)
  place(top, dy: calc.rem(n - 1, 2) * half, page)
  if calc.odd(n) {{ place(top, dy: half, line(length: 100%, stroke: cut)) }}
}}
"""


def main() -> None:
    """Read template and values from standard input, write the PDF to the output."""
    given = json.load(sys.stdin.buffer)
    # Its stubs know one file alone.
    files: Any = {
        "main": given["template"].encode(),
        "values.json": json.dumps(given["values"], ensure_ascii=False).encode(),
    }
    # Tags double the size of a long table; screens read the page instead.
    made = typst.compile(files, format="pdf", pdf_tags=False)
    sys.stdout.buffer.write(two_up(made) if given.get("two_up") else made)


def two_up(pages: bytes) -> bytes:
    """Two A5 pages on one A4, for whoever has no A5 paper."""
    main = _TWO_UP.format(pages=len(_PAGE.findall(pages)))
    with TemporaryDirectory() as folder:
        Path(folder, "pages.pdf").write_bytes(pages)
        files: Any = {"main": main.encode()}
        return typst.compile(files, format="pdf", pdf_tags=False, root=folder)


if __name__ == "__main__":
    main()
