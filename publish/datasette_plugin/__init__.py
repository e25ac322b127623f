"""The Datasette plugin of the site: Chinese search, CSV that Excel reads, the pages of reports and agencies.

Datasette finds it by its entry point where gongkai is installed, or by ``--plugins-dir publish/plugins``; its
templates come with it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from markupsafe import Markup

from publish.chinese import match_query
from publish.datasette_plugin.csv_bom import with_bom
from publish.datasette_plugin.pages import DATABASE, page_variables

HERE = Path(__file__).parent
TEMPLATES = str(HERE / "templates")
STYLES = "/-/gongkai.css"


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Make every search box find Chinese words. Last, so that it replaces Datasette's own ``escape_fts``."""
    conn.create_function("escape_fts", 1, match_query, deterministic=True)


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Add the site's templates, behind those of ``--template-dir`` and before Datasette's own."""
    loader = env.loader
    first = loader.loaders[0] if isinstance(loader, ChoiceLoader) else loader
    if isinstance(first, FileSystemLoader) and TEMPLATES not in first.searchpath:
        first.searchpath.insert(len(first.searchpath) - 1, TEMPLATES)


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """``…csv?_bom=1`` begins with a byte order mark, for Excel."""
    return with_bom


@hookimpl
def extra_template_vars(template: str, database: str | None, table: str | None, request: Any, datasette: Any) -> Any:
    """What the home page and the pages of a report or an agency show beyond Datasette's own."""

    async def variables() -> dict[str, Any]:
        return await page_variables(datasette, template, request)

    return variables


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    """In the result of a query, a report's or an agency's number leads to its page."""
    pages = {"report_id": "reports", "agency_id": "agencies"}
    if table is not None or database != DATABASE or column not in pages or not isinstance(value, int):
        return None
    return Markup('<a href="{}">{}</a>').format(datasette.urls.row(DATABASE, pages[column], str(value)), value)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The site's styles."""

    async def styles() -> Response:
        css = (HERE / "gongkai.css").read_text(encoding="utf-8")
        return Response(css, content_type="text/css; charset=utf-8", headers={"cache-control": "max-age=3600"})

    return [(rf"^{STYLES}$", styles)]


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    """Its address, wherever the site is mounted."""
    return [datasette.urls.path(STYLES)]
