"""What a response is, and which of its links to follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from archive.exchange import ContentDamagedError, ContentTooLargeError
from archive.index import Capture, Known, Outcome, Role
from archive.store import Archive, ArchiveError
from crawler.blocked import obstacle
from crawler.frontier import Link
from crawler.judge import Aim
from crawler.page import Page
from crawler.products import PRODUCTS, recognise
from crawler.products.base import Product
from crawler.reading import Reading, child_of
from crawler.sameness import same_page, same_report, same_scripts, same_text
from crawler.settling import Settling
from crawler.urls import ending, is_attachment, viewed_file
from crawler.verdict import HOME_AGAIN
from crawler.visit import Visit
from domain.titles import is_agency_or_year_column

if TYPE_CHECKING:
    from crawler.spider import Answer

PLAINLY_REFUSED = (401, 403, 405)
BELIEVED_AFTER = 3  # attempts; then a page without an end is taken for what the portal has

_ROLES = {Aim.ATTACHMENT: Role.ATTACHMENT, Aim.IMAGE: Role.IMAGE}


def keep_file(visit: Visit, link: Link, page: Page, answer: Answer) -> None:
    """Keep an attachment or a picture; a page in its place is looked through for the file."""
    if _stopped(visit, link, page, answer):
        return
    if page.is_html and ending(link.url) not in ("htm", "html"):
        inner = _file_behind(page)
        if inner is not None and inner != link.url:
            _offer_only(
                visit, link, child_of(link, inner, Aim.ATTACHMENT, "the file behind a viewer", parent=link.parent_url)
            )
            _keep(visit, link, page, answer, Role.OTHER)
            return
        visit.failed(link, "a page came where a file should be")
        return
    if not page.body:
        visit.failed(link, "an empty file came")
        return
    visit.pays(link, page.body)
    _keep(visit, link, page, answer, _ROLES[link.aim])


def _offer_only(visit: Visit, link: Link, child: Link) -> None:
    """A page that is but a step on the way to another address."""
    visit.revisits.shows(link.key, {visit.key_of(child)})
    visit.offer(child)


def _file_behind(page: Page) -> str | None:
    if found := viewed_file(page.url):
        return found
    if page.moved_to:
        return page.moved_to
    for anchor in page.anchors:
        if viewed := viewed_file(anchor.url):
            return viewed
        if is_attachment(anchor.url):
            return anchor.url
    return None


def explore(visit: Visit, link: Link, page: Page, answer: Answer, archive: Archive) -> None:
    """Keep a page in its role and offer its links to the visit."""
    if _stopped(visit, link, page, answer):
        return
    if not page.body.strip():
        if link.attempts > 1:  # as broken answers are too
            _by_post(visit, link, page)
        visit.failed(link, "an empty answer")
        return
    if not page.is_html and link.aim is not Aim.DATA:
        _keep(visit, link, page, answer, Role.ATTACHMENT if is_file(page) else Role.OTHER)
        return
    if link.aim is Aim.DATA:
        _explore_list(visit, link, page, answer, archive)
        return
    if page.moved_to and page.moved_to != link.url:
        _offer_only(visit, link, child_of(link, page.moved_to, link.aim, "the page sends its reader there"))
        _keep(visit, link, page, answer, Role.OTHER)
        return
    if visit.is_home_again(link, page.body) and link.depth > 0:
        visit.failed(link, HOME_AGAIN)
        return
    if not answer.archived and link.attempts < BELIEVED_AFTER and not _whole(page):
        visit.failed(link, "the page breaks off")
        return
    _explore_list(visit, link, page, answer, archive)


def is_file(page: Page) -> bool:
    """Whether the bytes start like a document file."""
    return page.body.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"{\\rtf"))


def _whole(page: Page) -> bool:
    """Whether markup ends like a whole page: a broken answer is asked for once more, then believed."""
    text = page.text[-4000:].lower()
    return "<html" not in page.text[:3000].lower() or "</html" in text or "</body" in text


def _stopped(visit: Visit, link: Link, page: Page, answer: Answer) -> bool:
    """Deal with an answer that is no content; whether it was none."""
    if answer.archived:
        if answer.not_modified:
            visit.answers(link)
        return False
    if page.status == 405 and _by_post(visit, link, page):
        return True
    block = obstacle(page.status, page.body, "" if is_file(page) else page.text, redirected_to_itself=answer.to_itself)
    if block is not None and block.kind == "missing":
        if link.attempts == 0:
            visit.failed(link, block.evidence)
        else:
            visit.missing(link, answer.fetched)
            visit.failed(link, block.evidence, final=True)
            if link.walk is not None and link.aim in (Aim.PAGE, Aim.DATA) and not link.recheck:
                link.walk.count((), brought=False, named=False)
        return True
    if block is not None:
        visit.met_obstacle(link, block.evidence, plain=page.status in PLAINLY_REFUSED)
        visit.failed(link, block.evidence)
        return True
    if page.status >= 300:
        where = f" to {answer.leads_to[:200]}" if answer.leads_to else ""
        visit.failed(link, f"HTTP {page.status}{where}", final=_leads_nowhere(answer))
        return True
    visit.answers(link)
    return False


def _leads_nowhere(answer: Answer) -> bool:
    """Whether a redirect leads to a scheme that is never fetched (``file:``, ``data:``): asking again is no use."""
    scheme = urlsplit(answer.leads_to).scheme if answer.leads_to else ""
    return scheme not in ("", "http", "https")


def _by_post(visit: Visit, link: Link, page: Page) -> bool:
    """Ask an interface by POST that did not answer a GET; whether it is one of that kind."""
    if link.aim is not Aim.DATA or link.product is None or not PRODUCTS[link.product].wants_post(page):
        return False
    parts = urlsplit(link.url)
    form = tuple(parse_qsl(parts.query, keep_blank_values=True))
    return visit.offer(replace(link, url=parts._replace(query="").geturl(), form=form, attempts=0, settled=False))


def _explore_list(visit: Visit, link: Link, page: Page, answer: Answer, archive: Archive) -> None:
    _by_post(visit, link, page)
    products = _products(visit, link, page)
    reading = Reading(visit, link, page, products)
    role = reading.role
    visit.trace(visit.portal.id, f"read {role}", reading.why, page.url, link.text or page.title)
    visit.took(link, role, reading.words, in_reports=reading.in_reports)
    if link.aim is Aim.UNSURE and role not in (Role.ARTICLE, Role.LIST):
        visit.budget.unsure_misses -= 1
    if link.aim is Aim.ARTICLE and role is not Role.ARTICLE and not reading.offers:
        visit.failed(link, "a page without text, files or pictures where a report should be")
        return
    if answer.unread and (reading.in_reports or link.aim is Aim.COLUMN or link.depth == 0):
        visit.needs_scripts(link, answer.unread, answer.obstacle)
    if reading.in_reports:
        visit.met.report_columns += 1
    if link.aim in (Aim.COLUMN, Aim.PAGE, Aim.DATA) and role is Role.LIST and not reading.offers:
        visit.trace(visit.portal.id, "empty", "a list without rows", link.url, link.text)
    stands = _keep(visit, link, page, answer, role, reading=reading, archive=archive)
    settled = link.settled if link.number > 1 else stands and _rows_stand(visit, link, page, answer, archive)
    children = reading.children()
    visit.revisits.shows(link.key, {visit.key_of(child) for child in children})
    _look_at_the_end(visit, link, answer, [child for child in children if child.walk is not None], stands=stands)
    brought = named = False
    for child in children:
        if child.aim in (Aim.PAGE, Aim.DATA):
            visit.offer(replace(child, settled=True) if settled and child.number > 1 else child)
        elif visit.offer(child):
            brought = True
            named = named or child.aim in (Aim.ARTICLE, Aim.ATTACHMENT) or is_agency_or_year_column(child.text)
    if link.walk is not None and link.aim in (Aim.PAGE, Aim.DATA) and not link.recheck:
        rows = (anchor.url for anchor, _ in reading.offers if anchor.area == "main")
        link.walk.count(rows, brought=brought, named=named)


def _look_at_the_end(visit: Visit, link: Link, answer: Answer, further: list[Link], *, stands: bool) -> None:
    """Of a list whose pages rest ask for the last; where that is another one than before, for all of them."""
    for page in further:
        if page.walk is not None:
            page.walk.last = max(page.walk.last, page.number)
    again: Iterable[Link] = ()
    if answer.archived and not answer.not_modified:
        unseen = any(not visit.frontier.has(visit.key_of(page)) for page in further)
        again = visit.revisits.rested(link, further, unseen=unseen)
    elif link.recheck and link.walk is not None and not stands:
        again = visit.revisits.shifted(link)
    for page in again:
        visit.ask_again(page)


def _products(visit: Visit, link: Link, page: Page) -> list[Product]:
    if link.product is not None:
        visit.products[link.product] += 1
        return [PRODUCTS[link.product]]
    found = recognise(page, visit.portal.platform)
    for product, signs in found:
        if product.name != "generic":
            if product.name not in visit.products:
                visit.trace(visit.portal.id, "product", f"{product.label} ({signs})", page.url, "")
            visit.products[product.name] += 1
    visit.products["generic"] += 1
    return [product for product, _ in found]


def _keep(
    visit: Visit,
    link: Link,
    page: Page,
    answer: Answer,
    role: Role,
    *,
    reading: Reading | None = None,
    archive: Archive | None = None,
) -> bool:
    """Index a response, unless the archive itself answered; whether the portal showed that the archived one stands."""
    visit.summary.pages += 1
    known = visit.known.get(link.key)
    own_column = reading.own_column if reading is not None else None
    if answer.archived:
        if known is not None and visit.run.resumed and known.fetched >= visit.run.started:
            visit.settling.add(link.key, Settling(known.url, known.sha256, known.role, own_column))
        if answer.not_modified and known is not None:
            visit.unchanged(known, answer.fetched)
        return answer.not_modified
    if known is not None and archive is not None and not answer.lost and _same(archive, known, page, role):
        visit.unchanged(known, answer.fetched)
        return True
    html = page.is_html
    if answer.stored is None:
        raise ValueError(f"{page.url}: a response that was not archived")
    outcome = visit.record(
        link.key,
        Capture(
            portal=visit.portal.id,
            url=link.name,
            role=role,
            sha256=answer.stored.sha256,
            bytes=len(page.body),
            http_status=page.status,
            fetched=answer.fetched,
            warc_file=answer.stored.warc_file,
            warc_offset=answer.stored.warc_offset,
            parent_url=link.parent_url,
            link_text=link.text or None,
            column_name=reading.column if reading is not None else link.column,
            breadcrumb=" > ".join(page.breadcrumb) or None if html else None,
            media_type=page.content_type.partition(";")[0].strip() or None,
            etag=answer.etag,
            last_modified=answer.last_modified,
        ),
        own_column,
        lost=answer.lost,
    )
    return outcome is Outcome.UNCHANGED


def _rows_stand(visit: Visit, link: Link, page: Page, answer: Answer, archive: Archive) -> bool:
    """Whether what scripts of a list say stands too: rows, their number, how many pages."""
    known = visit.known.get(link.key)
    if known is None or answer.not_modified:
        return answer.not_modified
    try:
        return same_scripts(archive.body(known.warc_file, known.warc_offset), page.body)
    except (ArchiveError, ContentDamagedError, ContentTooLargeError):
        return False


def _same(archive: Archive, known: Known, page: Page, role: Role) -> bool:
    """Whether a page differs from its archived version only in what changes with every view."""
    try:
        body = archive.body(known.warc_file, known.warc_offset)
    except (ArchiveError, ContentDamagedError, ContentTooLargeError):
        return False
    before = Page(known.url, body, page.content_type)
    article = known.role is Role.ARTICLE and role is Role.ARTICLE
    return (same_page(body, page.body) or same_report(before, page, article=article)) and all(
        same_text(product.text(before), product.text(page)) for product in PRODUCTS.values()
    )
