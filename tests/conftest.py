"""Fixtures for every room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from demo.server import DemoPortals

# What is tested must not hang on the day's luck or load; `pytest --hypothesis-profile=explore` looks for new cases.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("same")


@pytest.fixture(scope="session")
def demo_portals() -> Iterator[DemoPortals]:
    """The demo portals on their first night, served for the whole session. Do not call ``advance`` on them."""
    with DemoPortals() as demo:
        yield demo
