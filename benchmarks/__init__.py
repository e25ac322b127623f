"""Speed and memory beside the obvious alternative: ``make bench`` or ``python -m benchmarks [NAME…]``."""
