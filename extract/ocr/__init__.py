"""Reading pictures of pages: straighten, find the ruled grid, recognise cell by cell.

The models come with the package ``rapidocr`` (PP-OCR, Apache-2.0) and are run with onnxruntime; nothing is
downloaded. All of it is an optional extra: ``pip install gongkai[ocr]``.
"""

from __future__ import annotations

from importlib.util import find_spec

NEEDS = ("cv2", "numpy", "onnxruntime", "PIL", "rapidocr")
HOW = "install the recogniser with: pip install 'gongkai[ocr]'"


def missing() -> list[str]:
    """The packages that reading pictures needs and that are not installed."""
    return [name for name in NEEDS if find_spec(name) is None]
