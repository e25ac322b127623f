"""Mutation fuzzing of every reader: ``python -m tests.fuzz --minutes 20``."""
