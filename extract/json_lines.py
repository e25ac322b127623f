"""A reading as the line of JSON that ``gongkai read`` prints; described in ``docs/reading.md``."""

from __future__ import annotations

import json
import re
import secrets
from decimal import Decimal
from functools import cache

from domain.registry import registry
from extract.document import Problem
from extract.report import CellReading, Check, Reading

_MARK = f"decimal {secrets.token_hex(16)} "
_BARED = re.compile(f'"{_MARK}([^"]*)"')


def line(reading: Reading, with_cells: bool = False) -> str:
    """One line without its end. Money is printed from its exact decimal, never by way of a float."""
    parts: dict[str, object] = {
        "source": reading.source,
        "sha256": reading.sha256 or None,
        "media_type": reading.media_type,
        "kind": reading.kind,
        "form": reading.form,
        "title": reading.title,
        "agency": reading.agency,
        "region_code": reading.region_code,
        "region": reading.region,
        "year": reading.year,
        "published": reading.published.isoformat() if reading.published else None,
        "scope": reading.scope,
        "level": reading.level,
        "tables": tables(reading),
        "sections": [{"number": s.number, "heading": s.heading, "text": s.text} for s in reading.sections],
        "checks": [_check(check) for check in reading.checks],
        "problems": [_problem(problem) for problem in reading.problems],
    }
    if with_cells:
        parts["cells"] = [_cell(cell) for cell in reading.cells]
    return dump(parts)


def tables(reading: Reading) -> dict[str, dict[str, object]]:
    """All four tables, in the order of the registry; ``statistics`` has one figure a row, without a column."""
    found = reading.tables
    nested: dict[str, dict[str, object]] = {}
    for code, (rows, columns) in _order().items():
        read = found.get(code, {})
        figures = {
            row: values if tuple(values) == columns else {c: values[c] for c in columns if c in values}
            for row in rows
            if (values := read.get(row)) is not None
        }
        nested[code] = {row: next(iter(v.values())) for row, v in figures.items()} if len(columns) == 1 else {**figures}
    return nested


@cache
def _order() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {code: (tuple(table.rows), tuple(table.columns)) for code, table in registry().tables.items()}


def _check(check: Check) -> dict[str, object]:
    parts: dict[str, object] = {
        "rule": check.rule,
        "subject": check.subject,
        "status": check.status,
        "left": check.left,
        "right": check.right,
    }
    if check.status == "fail":
        parts |= {"cause": check.cause, "cells": list(check.cells)}
    return parts


def _problem(problem: Problem) -> dict[str, object]:
    parts: dict[str, object] = {"code": problem.code, "message": problem.message}
    if problem.place is not None:
        parts["place"] = problem.place.as_json()
    if problem.alternatives:
        parts["alternatives"] = list(problem.alternatives)
    return parts


def _cell(cell: CellReading) -> dict[str, object]:
    parts: dict[str, object] = {
        "table": cell.table,
        "row": cell.row,
        "column": cell.column,
        "value": cell.value,
        "raw": cell.raw,
        "status": cell.status,
        "confidence": cell.confidence,
    }
    place = cell.place.as_json()
    parts |= {name: place[name] for name in ("page", "bbox") if name in place}
    parts["place"] = place
    if cell.settled_by:
        parts["settled_by"] = cell.settled_by
    return parts


def dump(value: object) -> str:
    """JSON with decimals as exact numbers.

    The encoder knows no decimals: each goes through it as a string that no document can hold, and is bared after.
    """
    text = _ENCODER.encode(value)
    return _BARED.sub(r"\1", text) if _MARK in text else text


def _marked(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{_MARK}{value:f}"
    raise TypeError(f"{type(value).__name__} is not a value of a reading")


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_marked)
