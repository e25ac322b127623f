"""Fixtures for every room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from demo.server import DemoPortals


@pytest.fixture(scope="session")
def demo_portals() -> Iterator[DemoPortals]:
    """The demo portals on their first night, served for the whole session. Do not call ``advance`` on them."""
    with DemoPortals() as demo:
        yield demo
