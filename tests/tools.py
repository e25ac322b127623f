"""What tests need from outside the project: programs and the shared samples.

A developer's machine may lack them, and the test is skipped with the reason; CI has to have the programs, and
there a missing one fails.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
IN_CI = os.environ.get("CI") == "true"


def program(*names: str) -> str:
    """The path of the first of these programs that is installed; otherwise skip (in CI: fail)."""
    for name in names:
        if path := shutil.which(name):
            return path
    reason = f"{' or '.join(names)} is not installed"
    if IN_CI:
        pytest.fail(f"{reason}; .ci/run has to install it")
    pytest.skip(reason)


def shared(relative: str = "") -> Path:
    """A file or folder of ``../shared``; otherwise skip."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"{relative or 'shared/'} is not beside the project")
    return path
