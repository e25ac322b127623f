"""Chinese words of any length are found by what the index holds."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.chinese import index_text, match_query


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("环保局", "环保 保局 局"),
        ("公开", "公开 开"),
        ("收到12件", "收到 到 12 件"),
        ("ＰＭ２.5 和 Ozone", "pm2 5 和 ozone"),
        ("", ""),
        (None, ""),
        ("，。！", ""),
    ],
)
def test_text_is_indexed_as_bigrams(text: str | None, tokens: str) -> None:
    assert index_text(text) == tokens


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("公开", '"公开"'),
        ("环保局", '"环保 保局"'),
        ("环", '"环" *'),
        ("公开 环保", '"公开" "环保"'),
        ("2021年", '"2021 年" *'),
        ("12件a", '"12 件 a"'),
        ('" OR 1 NEAR(', '"or" "1" "near"'),
        ("", '""'),
        ("。", '""'),
        (None, '""'),
    ],
)
def test_words_become_phrases_and_no_operator_gets_through(words: str | None, query: str) -> None:
    assert match_query(words) == query


def found(text: str, words: str) -> bool:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(a, content='')")
    database.execute("INSERT INTO t (rowid, a) VALUES (1, ?)", (index_text(text),))
    return database.execute("SELECT count(*) FROM t WHERE t MATCH ?", (match_query(words),)).fetchone()[0] == 1


@pytest.mark.parametrize(
    "words", ["公", "开", "公开", "环保", "保信息", "公开环保信息", "2021", "2021年", "年度", "公开 年度"]
)
def test_what_is_there_is_found(words: str) -> None:
    assert found("2021年度主动公开环保信息", words)


@pytest.mark.parametrize("words", ["环境", "开公", "息", "信 水", "2022", "202", "保 公开环境"])
def test_what_is_not_there_is_not(words: str) -> None:
    assert found("2021年度主动公开环保信", words) is False


AROUND = st.text(alphabet="公开环保，。", max_size=4)


@settings(max_examples=150, deadline=None)
@given(AROUND, st.text(alphabet="公开环保信息", min_size=1, max_size=6), AROUND)
def test_every_han_word_of_a_text_is_found_in_it(before: str, word: str, after: str) -> None:
    assert found(before + word + after, word)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_no_query_is_a_syntax_error(words: str) -> None:
    found("公开", words)
