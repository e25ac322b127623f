"""A site under construction: its tree of columns, its articles, and the counters that addresses are made of."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.wild import files
from tests.wild.look import Look, Row
from tests.wild.web import Answer, Web, bare
from tests.wild.world import Item


@dataclass
class Node:
    """A column: with columns below it, or with items. ``path`` is where its first page stands."""

    title: str
    slug: str
    children: list[Node] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    parent: Node | None = None
    host: str = ""
    path: str = ""
    source: str = ""  # who publishes here
    extra: str = ""  # markup set above the list

    def add(self, *children: Node) -> Node:
        for child in children:
            child.parent = self
            self.children.append(child)
        return self

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.path}"

    @property
    def trail(self) -> list[tuple[str, str]]:
        node, found = self, []
        while node is not None:
            found.append((node.title, node.url))
            node = node.parent  # type: ignore[assignment]
        return found[::-1]


class Site:
    """One portal being built."""

    def __init__(self, rng: random.Random, host: str, name: str, web: Web, family: str) -> None:
        self.rng = rng
        self.host = host
        self.name = name
        self.web = web
        self.look = Look(rng, name, family)
        self.items: list[Item] = []
        self.lists: list[tuple[Any, Node]] = []  # product and column of every list that was published
        self.robots: dict[str, list[str]] = {}
        self.served: set[str] = set()
        self._last = rng.randint(10_000, 900_000)

    def number(self) -> int:
        self._last += self.rng.randint(1, 40)
        return self._last

    def hex32(self) -> str:
        return uuid.UUID(int=self.rng.getrandbits(128)).hex

    def href(self, node: Node, url: str) -> str:
        """How a page at a column's path writes a link: absolute, from the root, or relative."""
        if not url.startswith(f"http://{node.host}/"):
            return url
        path = url.removeprefix(f"http://{node.host}")
        folder = node.path.split("?")[0].rsplit("/", 1)[0] + "/"
        if path.startswith(folder) and len(path) > len(folder) and self.rng.random() < 0.5:
            return self.rng.choice(["./", ""]) + path.removeprefix(folder)
        return self.rng.choice([url, path, path])

    def put(self, url: str, body: bytes, type_: str | None = None, **headers: str) -> None:
        """A page at an address."""
        self.web.page(url, Answer(body, 200, type_ or self.look.type, dict(headers)))

    def put_article(self, node: Node, item: Item, url: str) -> None:
        """An item's page, with its file where it is one."""
        item.main = item.main or url
        item.urls.add(bare(url))
        item.via = item.via or node.url
        self.items.append(item)
        if item.form == "link":  # the list links the file itself
            self.put(url, item.file or files.pdf(item.title, item.body), "application/pdf")
            return
        body = item.body
        if item.form in ("docx", "pdf"):
            make = files.docx if item.form == "docx" else files.pdf
            folder = url.split("?")[0].rsplit("/", 1)[0]
            file = f"{folder}/P0{item.number}{self.number()}.{item.form}"
            self.put(file, make(item.title, item.body), "application/octet-stream")
            item.urls.add(bare(file))
            link = (
                file.removeprefix(folder + "/") if self.rng.random() < 0.5 else file.removeprefix(f"http://{node.host}")
            )
            if item.form == "pdf" and self.rng.random() < 0.4:
                link = f"/pdfjs/web/viewer.html?file={file.removeprefix(f'http://{node.host}')}"
                self.put(f"http://{node.host}/pdfjs/web/viewer.html", b"<html>viewer</html>")
            elif self.rng.random() < 0.4:
                jump = f"http://{node.host}/module/download/downfile.jsp?classid=0&filename={self.number()}.{item.form}"
                self.web.page(jump, Answer(b"", 302, None, {"Location": file}))
                item.urls.add(bare(jump))
                link = jump
            body = f'<p>详见附件。</p><p>附件：<a href="{link}">{item.title}.{item.form}</a></p>'
        source = {"ContentSource": item.agency} if item.agency else {}
        self.put(url, self.look.article(item.title, body, node.trail, item.date, **source))

    def rows(self, node: Node, items: list[Item]) -> list[Row]:
        return [(self.href(node, item.main), item.link, item.date) for item in items]

    def put_list(self, node: Node, path: str, body: str, meta: str = "", base: str = "") -> None:
        """A page of a column."""
        page = self.look.page(node.title, node.extra + body, node.trail, node.title, meta, base)
        self.put(f"http://{node.host}{path}", page)
