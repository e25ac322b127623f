"""Chinese full text in SQLite's FTS5: text and queries as bigrams, so that every word is found, short or long.

A run of Han characters becomes its overlapping pairs and its last character alone: 环保局 gives ``环保 保局 局``.
A word of two characters is one token then, a longer one a phrase of them, and a single character the beginning
of a token wherever it stands. Words and digits of other scripts stay whole, folded to half width and lower case.
"""

from __future__ import annotations

import re
import unicodedata

_HAN = "㐀-䶿一-鿿豈-﫿\U00020000-\U0003fffd〇"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")


def index_text(text: str | None) -> str:
    """What the full-text index holds for a text: its tokens, parted by spaces."""
    return " ".join(token for run in _runs(text or "") for token in _tokens(run))


def match_query(words: str | None) -> str:
    """The user's words as an FTS5 query: each word, in quotes, must occur. No operator of FTS5 gets through.

    Words without a letter or digit are dropped; where none is left the query matches nothing.
    """
    phrases = [phrase for word in (words or "").split() if (phrase := _phrase(word))]
    return " ".join(phrases) or '""'


def _runs(text: str) -> list[str]:
    return _RUNS.findall(unicodedata.normalize("NFKC", text).casefold())


def _tokens(run: str) -> list[str]:
    if not _IS_HAN.match(run):
        return [run]
    return [*(run[i : i + 2] for i in range(len(run) - 1)), run[-1]]


def _phrase(word: str) -> str:
    runs = _runs(word)
    if not runs:
        return ""
    tokens = [token for run in runs[:-1] for token in _tokens(run)]
    last = runs[-1]
    if not _IS_HAN.match(last):
        return f'"{" ".join([*tokens, last])}"'
    if len(last) == 1:  # in the text another character may follow
        return f'"{" ".join([*tokens, last])}" *'
    return f'"{" ".join([*tokens, *_tokens(last)[:-1]])}"'
