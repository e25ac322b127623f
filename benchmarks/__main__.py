"""``python -m benchmarks [NAME…]``: run the named benchmarks, or all."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parent
ALL = sorted(
    path.stem for path in BENCHMARKS.glob("*.py") if "def main(" in path.read_text() and path.stem != "__main__"
)


def main(names: list[str]) -> int:
    """Run each benchmark's ``main()``; 2 for an unknown name."""
    unknown = [name for name in names if name not in ALL]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(ALL)}", file=sys.stderr)
        return 2
    for name in names or ALL:
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
