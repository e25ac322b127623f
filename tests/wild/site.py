"""A site under construction: its tree of columns, its articles, and the counters that addresses are made of."""

from __future__ import annotations

import random
import re
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
        item.page = bare(url)
        item.via = item.via or node.url
        self.items.append(item)
        if item.form == "link":  # the list links the file itself
            self.put(url, item.file or files.pdf(item.title, item.body), "application/pdf")
            return
        body = item.body
        if item.form in files.ATTACHED:
            body = self._attached(node, item, url)
        elif item.form == "picture":
            body = self._pictured(node, item, url)
        source = {"ContentSource": item.agency} if item.agency else {}
        self.put(url, self.look.article(item.title, body, node.trail, item.date, **source))

    def _attached(self, node: Node, item: Item, url: str) -> str:
        """A stub that links the report's file: beside it, through a jump or in a viewer."""
        ending = "pdf" if item.form == "viewer" else item.form
        folder = url.split("?")[0].rsplit("/", 1)[0]
        file = f"{folder}/P0{item.number}{self.number()}.{ending}"
        self.put(file, files.ATTACHED[item.form](item.title, item.body), "application/octet-stream")
        item.urls.add(bare(file))
        path = file.removeprefix(f"http://{node.host}")
        link = file.removeprefix(folder + "/") if self.rng.random() < 0.5 else path
        if item.form == "viewer" or (ending == "pdf" and self.rng.random() < 0.4):
            link = f"/pdfjs/web/viewer.html?file={path}"
            self.put(f"http://{node.host}/pdfjs/web/viewer.html", b"<html>viewer</html>")
        elif self.rng.random() < 0.4:
            jump = f"http://{node.host}/module/download/downfile.jsp?classid=0&filename={self.number()}.{ending}"
            self.web.page(jump, Answer(b"", 302, None, {"Location": file}))
            item.urls.add(bare(jump))
            link = jump
        if item.form == "viewer" and self.rng.random() < 0.5:
            return f'<iframe src="{link}" width="100%" height="900"></iframe>'
        words = self.rng.choice([f"{item.title}.{ending}", "点击下载", "附件下载"])
        return f'<p>详见附件。</p><p>附件：<a href="{link}">{words}</a></p>'

    def _pictured(self, node: Node, item: Item, url: str) -> str:
        """The pages of the report as pictures, or its text with pictures in place of its tables."""
        folder = url.split("?")[0].rsplit("/", 1)[0]
        shown = []
        for number in range(1, 3):
            picture = f"{folder}/W0{item.number}_{number}.png"
            self.put(picture, files.png(item.number + number), "image/png")
            item.urls.add(bare(picture))
            source = self.rng.choice(["src", "src", "data-original"])
            path = self.rng.choice([picture.removeprefix(folder + "/"), picture.removeprefix(f"http://{node.host}")])
            shown.append(f'<p align="center"><img {source}="{path}" alt=""></p>')
        if self.rng.random() < 0.5:
            return "".join(shown)
        return "".join(shown).join(re.sub(r"<table.*?</table>", "\0", item.body, flags=re.S).split("\0", 1))

    def rows(self, node: Node, items: list[Item]) -> list[Row]:
        return [(self.href(node, item.main), item.link, item.date) for item in items]

    def put_list(self, node: Node, path: str, body: str, meta: str = "", base: str = "") -> None:
        """A page of a column."""
        page = self.look.page(node.title, node.extra + body, node.trail, node.title, meta, base)
        self.put(f"http://{node.host}{path}", page)
