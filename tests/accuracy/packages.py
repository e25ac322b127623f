"""Packages as they hang on notices: the report among other files, in folders, under names in the code page of Windows."""

from __future__ import annotations

import gzip
import io
import zipfile
from dataclasses import replace
from random import Random

import docx

from tests.accuracy.html_pages import Markup, render
from tests.accuracy.office_styles import docx_document, xlsx_document
from tests.accuracy.pages import Page
from tests.accuracy.styles import Style

STYLES = (
    Style("official beside a notice"),
    Style("official beside a template", how={"beside": "template"}),
    Style("2014 in a folder", how={"folder": "年报/2015/"}, form="2014"),
    Style("names in GBK", how={"names": "gbk"}),
    Style("a page", how={"member": "html"}),
    Style("a workbook", how={"member": "xlsx"}),
    Style("a package in a package", how={"nested": True}),
    Style("gzip", how={"gzip": True}),
)


def _letter(rng: Random, template: bool) -> bytes:
    document = docx.Document()
    document.add_paragraph("政府信息公开工作年度报告（模板）" if template else "关于报送政府信息公开工作年度报告的通知")
    document.add_paragraph("各单位：请于1月31日前报送。" * rng.randint(2, 20))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _in_gbk(name: str) -> zipfile.ZipInfo:
    """A name as Chinese Windows writes it: GBK bytes without the mark of UTF-8."""
    info = zipfile.ZipInfo()
    info.filename = name.encode("gbk").decode("cp437")
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _zip(members: list[tuple[str, bytes]], gbk: bool) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members:
            package.writestr(_in_gbk(name) if gbk else name, data)
    return stream.getvalue()


def document(style: Style, rng: Random) -> tuple[bytes, Page]:
    """One report in a package."""
    how, plain = style.how, replace(style, how={})
    kind = how.get("member", "docx")
    if kind == "html":
        page = plain.page(rng)
        data = render(page, Markup(chrome="bare"), rng)
    else:
        data, page = (xlsx_document if kind == "xlsx" else docx_document)(plain, rng)
    if how.get("gzip"):
        return gzip.compress(data), page
    report = (f"{how.get('folder', '')}{page.title.replace(chr(10), '')}.{kind}", data)
    members = [report, ("附件.docx", _letter(rng, how.get("beside") == "template"))]
    rng.shuffle(members)
    packed = _zip(members, how.get("names") == "gbk")
    return _zip([("附件.zip", packed)], False) if how.get("nested") else packed, page
