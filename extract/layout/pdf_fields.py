"""What is laid over a PDF page and read with it: filled form fields, typed additions, lines that strike text out."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as raw
from pypdfium2 import PdfiumError

MOST_ANNOTATIONS = 5_000
_LAID = (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STRIKEOUT)
_TYPED = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX)


def with_forms(pdf: pypdfium2.PdfDocument) -> pypdfium2.PdfDocument:
    """The PDF ready to have its form fields read, where it has any."""
    try:
        if pdf.get_formtype() != raw.FORMTYPE_NONE:
            pdf.init_forms()
    except PdfiumError:  # a broken form: its pages are read as they are
        pass
    return pdf


def page_with_fields(pdf: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """The page of that number, counted from 1, with what is laid over it made part of it.

    Links, notes, highlights and stamps are left out. Raises ``PdfiumError``.
    """
    page = pdf[number - 1]
    count = min(raw.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)
    left_out = [i for i in range(count) if not _is_read(pdf, page, i)]
    if count == len(left_out):
        return page
    for i in reversed(left_out):
        raw.FPDFPage_RemoveAnnot(page, i)
    flattened = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
    if not flattened:
        return page
    page.close()
    return pdf[number - 1]


def _is_read(pdf: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, i: int) -> bool:
    annotation = raw.FPDFPage_GetAnnot(page, i)
    if not annotation:
        return False
    try:
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind == raw.FPDF_ANNOT_WIDGET and pdf.formenv:
            return raw.FPDFAnnot_GetFormFieldType(pdf.formenv, annotation) in _TYPED
        return kind in _LAID
    finally:
        raw.FPDFPage_CloseAnnot(annotation)
