"""From the bytes of one file to a reading: format, metadata, sections, figures, checks. It never raises."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from extract.arithmetic import alternatives_in, settle
from extract.blanks import doubts
from extract.checks import applied, equations_by_table
from extract.document import Document, Problem, UnreadableDocumentError
from extract.formats import open_document
from extract.metadata import FormTables, describe
from extract.misread import with_labels_mended
from extract.narrative import narrative_checks
from extract.other_years import without_other_years
from extract.parted_lines import with_lines_parted
from extract.pictured import has_pictures, lacks_tables, with_pictures_read
from extract.recognition import Recognition, recognise
from extract.report import Context, Reading
from extract.sections import cut
from extract.several import of_one_report
from extract.turned import with_tables_turned
from extract.typed_rows import with_typed_rows

# Problems of documents that are larger than what is read of one.
_CUT_OFF = ("pages.limit", "page.limit", "document.limit", "sheet.limit", "pages.time")
BARE = 200  # characters: a document with pictures and no more text than this may be a report in pictures alone


def read(data: bytes, context: Context, pictures: Mapping[str, bytes] | None = None) -> Reading:
    """Read one file. What cannot be read gives ``kind`` ``unreadable`` and the reason in ``problems``.

    ``pictures`` holds what a page shows and does not carry itself: bytes by address, absolute or as written in it.
    It is only asked where the page's text lacks tables of the form.
    """
    return read_document(data, context, pictures)[0]


def read_document(
    data: bytes, context: Context, pictures: Mapping[str, bytes] | None = None
) -> tuple[Reading, Document]:
    """The same, with the document that the figures stand in, its pictures read where they were."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        document = open_document(data, context.source, context.media_type)
    except UnreadableDocumentError as error:
        reading = unreadable(context.source, sha256, str(error), context.media_type)
        return reading, Document(reading.media_type)
    try:
        # Not `pictures or {}`: to ask whether there are any can mean to list a large folder.
        return _reading(document, context, sha256, {} if pictures is None else pictures)
    except Exception as error:  # whatever a file provokes, a run over many must go on, and the file be named
        reason = f"reading stopped at a fault of this program, {type(error).__name__}: {error}"
        return unreadable(context.source, sha256, reason, document.media_type), document


def unreadable(source: str, sha256: str, reason: str, media_type: str | None = None) -> Reading:
    """The reading of a file that could not be read."""
    problem = Problem("document.unreadable", reason)
    return Reading(source, sha256, media_type or "application/octet-stream", "unreadable", problems=[problem])


def _reading(
    document: Document, context: Context, sha256: str, pictures: Mapping[str, bytes]
) -> tuple[Reading, Document]:
    document = with_labels_mended(of_one_report(document, context))
    recognition = recognise(document)
    sections = cut(document)
    metadata = describe(document, context, _tables(recognition), sections)
    may_be_report = metadata.kind == "report" or len(document.text) < BARE
    if may_be_report and has_pictures(document) and lacks_tables(recognition):
        text = document.blocks
        document = _with_pictures(document, context, recognition, pictures)
        if document.blocks is not text:
            recognition = recognise(document)
            sections = cut(document)
            metadata = describe(document, context, _tables(recognition), sections)
    if metadata.kind == "not_report" and not metadata.told and (limit := _not_read_to_its_end(document)):
        return unreadable(
            context.source, sha256, f"{limit}; no report was found in that", document.media_type
        ), document
    document, recognition = _straightened(document, recognition, metadata.year)
    reading = Reading(
        source=context.source,
        sha256=sha256,
        media_type=document.media_type,
        kind=metadata.kind,
        title=metadata.title,
        agency=metadata.agency,
        region_code=metadata.region_code,
        region=metadata.region,
        year=metadata.year,
        published=metadata.published,
        scope=metadata.scope,
        level=metadata.level,
        problems=[*document.problems, *metadata.problems],
    )
    if recognition.cells:  # rows of text, if not tables
        reading.problems = [problem for problem in reading.problems if problem.code != "tables.missing"]
    if metadata.kind == "report":
        reading.sections = sections
        _add_report(reading, document, recognition)
    return reading, document


def _not_read_to_its_end(document: Document) -> str | None:
    """What says that a part of the document was left unread, for its size or for want of time."""
    return next((problem.message for problem in document.problems if problem.code in _CUT_OFF), None)


def _straightened(document: Document, recognition: Recognition, year: int | None) -> tuple[Document, Recognition]:
    """The document without figures of other years, tables turned back, lines of cells parted; and what it then holds.

    Where it lacks a table, lines of text are looked at that may be its rows.
    """
    doubted = bool(recognition.problems) or not recognition.cells
    own = without_other_years(document, year, within_tables=doubted) if recognition.cells else document
    if doubted:
        own = with_lines_parted(with_tables_turned(own))
    if lacks_tables(recognition):
        own = with_typed_rows(own)
    return (document, recognition) if own is document else (own, recognise(own))


def _tables(recognition: Recognition) -> FormTables:
    if not recognition.cells:
        return "none"
    return "filled" if any(cell.value is not None for cell in recognition.cells) else "blank"


def _with_pictures(
    document: Document, context: Context, recognition: Recognition, pictures: Mapping[str, bytes]
) -> Document:
    """The document with its pictures read, if these hold figures of the form or stand for the whole text."""
    read = with_labels_mended(with_pictures_read(document, context.url or context.source, pictures))
    if read.blocks == document.blocks:
        return replace(document, problems=read.problems)
    if len(recognise(read).cells) > len(recognition.cells) or len(document.text) < BARE:
        return read
    return replace(document, problems=read.problems)


def _settle(document: Document, recognition: Recognition) -> None:
    """Let the form's arithmetic choose where a recogniser was unsure; text is never changed."""
    if all(cell.confidence >= 1 for cell in recognition.cells):
        return
    settled = settle(recognition.cells, alternatives_in(document, recognition.cells), recognition.form)
    read = {cell.place for cell in settled.cells if cell.settled_by}
    unread = [p for p in recognition.problems if not (p.code == "cell.unreadable" and p.place in read)]
    recognition.cells = settled.cells
    recognition.problems = [*unread, *settled.problems]


def _add_report(reading: Reading, document: Document, recognition: Recognition) -> None:
    reading.form = recognition.form
    _settle(document, recognition)
    reading.cells = recognition.cells
    stated = narrative_checks(reading.sections, recognition.cells, reading.year)
    tied = equations_by_table(recognition.cells, recognition.form)
    reading.checks = [*applied(tied), *stated]
    reading.problems += recognition.problems
    reading.problems += doubts(tied)
