"""Sites that do not let a crawler in: a JavaScript challenge, and a robots.txt that disallows everything."""

from __future__ import annotations

from demo.portals.site import Answer, Request, Site

CHALLENGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><meta id="9DhefwqGPrzGxEp9hPaoag" content="" r="m">
<script type="text/javascript" r="m">$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=71234;$_ts.cd="qEqxrrAErGWlWsqW";
if($_ts.lcd)$_ts.lcd();</script><script type="text/javascript" src="/4QbVtADbnLVIc/c.FxJzG50F.js" r="m"></script>
</head><body></body></html>"""


class ChallengeSite(Site):
    """Every address answers 412 with a script that only a browser solves. It is recorded, never evaded."""

    def build(self) -> None:
        """Nothing to see."""

    def answer(self, request: Request) -> Answer:
        """412 and the challenge."""
        return Answer(CHALLENGE.encode(), "text/html; charset=utf-8", status=412)


class ClosedSite(Site):
    """A plain site whose robots.txt disallows everything: honoured and said so."""

    disallow = ("/",)

    def build(self) -> None:
        """A home page that nobody should fetch."""
        self.add("/", lambda: self.page("首页", '<p><a href="/zwgk/zfxxgknb/">政府信息公开年报</a></p>', []))
        self.add("/zwgk/zfxxgknb/", lambda: self.page("政府信息公开年报", "<p>暂无内容。</p>", []))
