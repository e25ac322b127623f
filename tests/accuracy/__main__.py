"""Accuracy by format and style, and the worst documents: ``python -m tests.accuracy --help``."""

from tests.accuracy.run import main

raise SystemExit(main())
