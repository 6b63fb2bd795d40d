"""Run by :mod:`houqin.core.printing.typesetting`: a template and its values to a PDF.

typst keeps what it has laid out; in a process that ends it cannot grow.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import typst


def main() -> None:
    """Read template and values from standard input, write the PDF to the output."""
    given = json.load(sys.stdin.buffer)
    # Its stubs know one file alone.
    files: Any = {
        "main": given["template"].encode(),
        "values.json": json.dumps(given["values"], ensure_ascii=False).encode(),
    }
    # Tags double the size of a long table; screens read the page instead.
    sys.stdout.buffer.write(typst.compile(files, format="pdf", pdf_tags=False))


if __name__ == "__main__":
    main()
