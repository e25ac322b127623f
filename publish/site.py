"""The published site: Datasette over ``public.db``, with our plugin, descriptions and settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm

from publish import datasette_plugin
from publish.metadata import SETTINGS, metadata


class NothingPublishedError(FileNotFoundError):
    """There is no ``public.db`` to serve."""


def published_file(data_dir: Path) -> Path:
    """The published database. Raises :class:`NothingPublishedError` where there is none."""
    path = data_dir / "public.db"
    if not path.is_file():
        raise NothingPublishedError(f"{path} is not there: run 'gongkai publish' first")
    return path


def site(data_dir: Path, **settings: Any) -> Datasette:
    """Datasette over the published database, opened as immutable.

    Raises :class:`NothingPublishedError` where nothing has been published in ``data_dir``.
    """
    path = published_file(data_dir)
    # Installed, Datasette has found the plugin by its entry point already.
    if not pm.is_registered(datasette_plugin):
        pm.register(datasette_plugin, name="gongkai-site")
    return Datasette([], immutables=[str(path)], metadata=metadata(), settings={**SETTINGS, **settings})
