"""What changed between the versions of a report, in the words of the form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.registry import registry

VERSIONS = """
SELECT v.version, v.title, v.published, v.changes, d.document_id, d.url, d.role, d.fetched, d.gone
  FROM report_versions AS v JOIN documents AS d ON d.document_id = v.document_id
 WHERE v.report_id = ? ORDER BY v.version
"""
WHAT = {"title": "标题 title", "published": "发布日期 day of publication"}


@dataclass(frozen=True)
class Change:
    """One difference against the version before: where, and both sides as the page shows them."""

    where: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """A version with its document, and how it differs from the one before. ``copy``: from another address."""

    version: int
    document_id: int
    url: str
    fetched: str
    gone: str | None
    copy: bool
    changes: list[Change]


def versions(rows: Sequence[Mapping[str, Any]]) -> list[Version]:
    """The versions of one report, the oldest first; none where there is only one."""
    if len(rows) < 2:
        return []
    made: list[Version] = []
    for row in rows:
        copy = bool(made) and made[-1].url != row["url"]
        changes = [_change(one) for one in _changes(row["changes"])]
        made.append(Version(row["version"], row["document_id"], row["url"], row["fetched"], row["gone"], copy, changes))
    return made


def _changes(written: str | None) -> Iterable[Mapping[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written) if written else []
    return found


def _change(change: Mapping[str, Any]) -> Change:
    if change["what"] == "figure":
        return Change(_cell(change["cell"]), _figure(change["before"]), _figure(change["after"]))
    if change["what"] == "section":
        there = {(True, True): ("有", "文字有改动 reworded"), (True, False): ("有", "删去 removed")}
        before, after = there.get((change["before"], change["after"]), ("无", "新增 added"))
        return Change(f"正文 text › {change['heading']}", before, after)
    where = WHAT.get(change["what"], change["what"])
    return Change(where, str(change["before"] or "—"), str(change["after"] or "—"))


def _figure(value: object) -> str:
    return "空 blank" if value is None else str(value)


def _cell(code: str) -> str:
    """``applications.granted.total`` by its labels; a code that the forms do not know stays as it is."""
    name, _, rest = code.partition(".")
    row, _, column = rest.partition(".")
    table = registry().tables.get(name)
    if table is None or row not in table.rows:
        return code
    labels = [table.label, *table.row_path(row)]
    if column in table.columns:
        labels.append(table.columns[column].label)
    return " › ".join(labels)
