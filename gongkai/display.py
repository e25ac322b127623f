"""What commands show on a terminal: progress on stderr, a summary table on stdout."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

UNBROKEN = 2000


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a summary table; figures stand to the right."""
    from rich.console import Console
    from rich.table import Table

    listed = [["" if value is None else str(value) for value in row] for row in rows]
    shown = Table(title=title, title_justify="left", title_style="bold")
    for n, column in enumerate(columns):
        figures = all(row[n].replace(",", "").replace(".", "").isdigit() for row in listed if row[n])
        shown.add_column(column, justify="right" if figures and n else "left", overflow="fold")
    for row in listed:
        shown.add_row(*map(_plain, row))
    # In a file or a pipe a line of the table is a line of text, however long.
    Console(width=None if sys.stdout.isatty() else UNBROKEN).print(shown)


def failures(command: str, listed: Sequence[tuple[str, str]]) -> None:
    """Name each failed input with its reason, on stderr."""
    for what, why in listed:
        print(f"gongkai {command}: {what}: {why}", file=sys.stderr)


@contextmanager
def progress_of_steps(name: str) -> Iterator[Callable[[str], None]]:
    """A spinner that names the step at hand, only on a terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda step: None
        return
    with console.status(name) as status:
        yield lambda step: status.update(f"{name}: {_plain(step)}")


@contextmanager
def progress_of_items(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that takes (done, total), only on a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _plain(text: str) -> str:
    """Text from outside without what rich would take for markup."""
    from rich.markup import escape

    return escape(text)
