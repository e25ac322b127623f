"""How right ``gongkai read`` is on documents made by other hands than the readers': see ``python -m tests.accuracy``."""
