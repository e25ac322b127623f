"""Tiny walkers, one a product: follow its own mechanism from the start page to every link it lists.

They know nothing of the demo's code; they are what a client of that product has to do, in a few lines.
"""

from __future__ import annotations

import gzip
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from html import unescape

LINK = re.compile(r'href="([^"]+)"')


class Client:
    """Fetches through the demo's proxy; remembers nothing."""

    def __init__(self, proxy: str) -> None:
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy}))

    def bytes(self, url: str, form: dict[str, str] | None = None) -> bytes:
        data = urllib.parse.urlencode(form).encode() if form else None
        address = urllib.parse.quote(url, safe=":/?=&%._-~#+,")
        with self.opener.open(urllib.request.Request(address, data), timeout=20) as reply:
            body = bytes(reply.read())
            return gzip.decompress(body) if reply.headers["Content-Encoding"] == "gzip" else body

    def text(self, url: str, form: dict[str, str] | None = None) -> str:
        body = self.bytes(url, form)
        try:
            return body.decode()
        except UnicodeDecodeError:
            return body.decode("gb18030")


def links(text: str, base: str) -> list[str]:
    """The absolute addresses of a page's links on the same host."""
    host = urllib.parse.urlsplit(base).hostname
    found = (urllib.parse.urljoin(base, unescape(href)) for href in LINK.findall(text))
    return [url for url in found if urllib.parse.urlsplit(url).hostname == host]


def walk(client: Client, start: str, more: Callable[[Client, str, str], list[str]], skip: str = "$^") -> set[str]:
    """Every address reached by links and by what the product's scripts would ask for."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        url = todo.pop()
        if url in seen or re.search(skip, url):
            continue
        seen.add(url)
        if re.search(r"\.(docx|txt|png|gif)$|download|downfile", url):
            continue
        text = client.text(url)
        todo += links(text, url) + more(client, url, text)
    return seen


def trs(client: Client, url: str, text: str) -> list[str]:
    """``createPageHTML(total, current0, "index", "html")``: page n is ``index_{n-1}``."""
    found = re.search(r'createPageHTML\((\d+), \d+, "index", "html"\)', text)
    return [urllib.parse.urljoin(url, f"index_{n}.html") for n in range(1, int(found[1]))] if found else []


def trs_one_based(client: Client, url: str, text: str) -> list[str]:
    """``createPageHTML('paging', total, current, …)``: page n is ``index_n``."""
    found = re.search(r"createPageHTML\('paging',(\d+),\d+,'index','html',\d+\)", text)
    return [urllib.parse.urljoin(url, f"index_{n}.html") for n in range(2, int(found[1]) + 1)] if found else []


def hanweb(client: Client, url: str, text: str) -> list[str]:
    """The data store in the page, then what its ``nextgroup`` names, page by page."""
    group = re.search(r'<nextgroup><!\[CDATA\[<a href="([^"]+)"', text)
    found: list[str] = []
    for page in range(2, 20) if group else ():
        following = re.sub(r"page=\d+", f"page={page}", urllib.parse.urljoin(url, unescape(group[1]) if group else ""))
        records = re.findall(r"<record><!\[CDATA\[(.*?)\]\]></record>", client.text(following), re.S)
        if not records:
            break
        found += links("".join(records), url)
    return found


def gkmlpt(client: Client, url: str, text: str) -> list[str]:
    """The tree of ``window._CONFIG``, each column asked of the API until it gives 404."""
    config = re.search(r"window\._CONFIG = (\{.*?\});</script>", text)
    tree = json.loads(config[1]).get("TREE", []) if config else []
    found: list[str] = []
    for column in tree:
        for page in range(1, 50):
            try:
                listed = client.text(
                    urllib.parse.urljoin(url, f"/gkmlpt/api/all/{column['id']}?page={page}&sid=756031")
                )
            except urllib.error.HTTPError:
                break
            found += [article["url"] for article in json.loads(listed)["articles"]]
    return found


def ucap(client: Client, url: str, text: str) -> list[str]:
    """The channel's id from the script, its list by POST until it is all there."""
    channel = re.search(r'channelId="([0-9a-f]{32})"', text)
    found: list[str] = []
    for page in range(1, 50) if channel else ():
        form = {"channelId": channel[1] if channel else "", "page": str(page), "size": "15", "relateSubChannels": "1"}
        data = json.loads(client.text(urllib.parse.urljoin(url, "/getFileListByCodeId"), form))["results"]["data"]
        found += [urllib.parse.urljoin(url, result["url"]) for result in data["results"]]
        if len(found) >= data["total"]:
            break
    return found


def by_links(client: Client, url: str, text: str) -> list[str]:
    """Everything is linked."""
    return []


WALKERS = {
    "trs": trs,
    "trs_one_based": trs_one_based,
    "hanweb": hanweb,
    "gkmlpt": gkmlpt,
    "vsb": by_links,
    "ucap": ucap,
    "longshine": by_links,
    "odd": by_links,
}


def reached(client: Client, family: str, starts: list[str]) -> Iterator[str]:
    """Every address a walker of the family reaches; the endless traps are left alone."""
    for start in starts:
        yield from walk(client, start, WALKERS[family], skip=r"/rl/|cid=7&p=\d{2}|_app\.shtml|isMobile|/search\.php")
