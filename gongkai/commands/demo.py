"""``gongkai demo``: the whole line on the bundled demo portals, by the same commands that anybody would type."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUMMARY = "Try it all: invented portals on this machine are crawled, read, checked, published and served."
EXAMPLE = "gongkai demo --no-serve --data /tmp/demo"

FOLDER = Path("demo-data")
DONE = (0, 1)  # 1 says that some inputs failed: two of the demo portals let nobody in
# The demo portals are on this machine, so nobody is served by waiting. Real portals keep the polite defaults.
AT_ONCE = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=False")
PROXIES = ("http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--no-serve``, ``--host``, ``--port``; the folder is ``demo-data``, apart from a real archive."""
    parser.set_defaults(data=FOLDER)
    parser.add_argument("--no-serve", action="store_true", help="stop before serving")
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8001, help="port to serve on (default: %(default)s)")
    parser.epilog = f"{parser.epilog}\n\nThe demo uses ./{FOLDER} unless --data names another folder."


def run(args: argparse.Namespace) -> int:
    """Crawl, extract, publish, tell, serve."""
    from demo.server import DemoPortals
    from gongkai.cli import main

    data = str(args.data)
    _say("启动演示网站并抓取", "starting the demo portals and crawling them")
    with DemoPortals(folder=args.data) as demo, _through(demo.proxy):
        settings = [word for setting in AT_ONCE for word in ("-s", setting)]
        status = main(["crawl", "--data", data, "--portals", str(demo.portal_file), *settings])
        answered, true_reports = len(demo.requests), len(demo.truth)
    if status not in DONE:
        return status
    for command, zh, en in (
        ("extract", "读表、核对、入库", "reading, checking, loading"),
        ("publish", "发布", "publishing"),
    ):
        _say(zh, en)
        if (status := main([command, "--data", data])) not in DONE:
            return status
    _summary(args.data, answered, true_reports)
    if args.no_serve:
        _say(f"完成；查看：gongkai serve --data {data}", f"done; to look at it: gongkai serve --data {data}")
        return 0
    port = _free_port(args.host, args.port)
    if port != args.port:
        _say(f"端口 {args.port} 已被占用，改用 {port}", f"port {args.port} is taken, using {port}")
    _say(f"打开 http://{args.host}:{port}/（按 Ctrl+C 停止）", f"open http://{args.host}:{port}/ (Ctrl+C stops it)")
    return main(["serve", "--data", data, "--host", args.host, "--port", str(port)])


def _say(zh: str, en: str) -> None:
    print(f"» {zh} · {en}", flush=True)


@contextmanager
def _through(proxy: str) -> Iterator[None]:
    """Send http requests through a proxy for a while, as the environment tells Scrapy to."""
    before = {name: os.environ.pop(name, None) for name in PROXIES}
    os.environ["http_proxy"] = proxy
    try:
        yield
    finally:
        del os.environ["http_proxy"]
        os.environ.update({name: value for name, value in before.items() if value is not None})


def _summary(data: Path, answered: int, true_reports: int) -> None:
    from sqlalchemy import func, select
    from sqlalchemy.orm import Session

    from db.engine import open_database
    from db.models import Agency, Check, Portal, Report

    with Session(open_database(data)) as session:
        reports = session.scalar(select(func.count()).select_from(Report))
        agencies = session.scalar(select(func.count()).select_from(Agency))
        failed = session.scalar(select(func.count()).select_from(Check).where(Check.status == "fail"))
        closed = session.execute(select(Portal.name, Portal.reason).where(Portal.state != "ok")).all()
    lines = [
        ("演示网站上的年度报告", "reports on the demo portals", true_reports),
        ("库中的年度报告", "reports in the database", reports),
        ("发布机关", "agencies", agencies),
        ("未通过的核对", "checks that failed", failed),
        ("抓取时的请求数", "requests of the crawl", answered),
    ]
    print()
    for zh, en, number in lines:
        print(f"  {number or 0:>6}  {zh} · {en}")
    for name, reason in closed:
        print(f"  {'—':>6}  {name}：{reason or '?'}")
    print(flush=True)


def _free_port(host: str, wanted: int) -> int:
    """The wanted port, or a free one where it is taken."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    print(f"gongkai demo: no port is free on {host}; give another --host", file=sys.stderr)
    return wanted
