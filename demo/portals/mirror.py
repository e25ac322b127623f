"""A site on another domain that copies a portal's report pages, as one search result in five does."""

from __future__ import annotations

from demo.portals.site import Answer, Request, Site


class MirrorSite:
    """Answers every path with the copied site's page. Nothing on it is a report of the archive."""

    def __init__(self, copied: Site) -> None:
        self.copied = copied
        self.portal = copied.portal

    def robots(self) -> str:
        """Open to all."""
        return ""

    def answer(self, request: Request) -> Answer:
        """The page of the same path on the copied site, under the mirror's own banner."""
        answer = self.copied.answer(request)
        body = answer.body.replace("主办：".encode(), "文档资料网收录：".encode())
        return Answer(body, answer.content_type, answer.status, answer.headers)
