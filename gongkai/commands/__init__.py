"""One module a command: ``SUMMARY``, ``EXAMPLE``, ``add_arguments(parser)`` and ``run(args) -> exit status``.

Heavy imports stand inside ``run``, so that ``gongkai read`` starts fast. Statuses: 0 done; 1 done, but some
inputs failed (each named on stderr with the reason); 2 wrong usage.
"""
