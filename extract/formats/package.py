"""ZIP, RAR, 7z and gzip files: the report among the members becomes the document, the others are named.

ZIP and gzip need nothing else; RAR and 7z are read where the libarchive library is installed. Members are judged
by their own content; a package of pictures alone becomes a document of those pictures, in the order of their
names. Bounds: members, bytes unpacked, packages within packages.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from domain.encoding import decode
from domain.titles import read_title
from extract.document import Document, Paragraph, Picture, Place, Problem, Table, UnreadableDocumentError
from extract.formats.sniff import MEDIA_TYPES, NAMES, sniff
from extract.formats.zip_members import MEMBER_LIMIT, TOTAL_LIMIT, ZipMembers

_IMAGES = ("jpeg", "png", "gif", "bmp", "tiff", "webp")
_DEPTH = 3
_OPENED = 12
_LISTED = 2000
_NAMED = 50
_within: ContextVar[int] = ContextVar("packages_within", default=0)  # how many packages the one being read is in

Score = tuple[int, int, int]
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a package; ``data`` unpacks it and raises :class:`UnreadableDocumentError` where that fails."""

    name: str
    data: Callable[[], bytes]


def read(data: bytes) -> Document:
    """The report in a package. Raises :class:`UnreadableDocumentError` where no member can be read."""
    kind = sniff(data)
    if _within.get() >= _DEPTH:
        raise UnreadableDocumentError(f"{NAMES[kind]}: packages nested more than {_DEPTH} deep")
    members = [m for m in _members(data, kind) if not _LITTER.search(m.name) and not m.name.endswith("/")]
    if not members:
        raise UnreadableDocumentError(f"{NAMES[kind]}: there is no file in it")
    return _chosen(kind, members, _opened(members))


def with_attached(document: Document, members: list[Member]) -> Document:
    """A document, or what is attached to it where that looks more like the report; the other is named."""
    own = _score("", document)
    if own[0] and own[1]:
        document.problems += _unread(members, set(), {}, "the file that it is attached to was chosen")
        return document
    opened = _opened(members) if _within.get() < _DEPTH else _Opened()
    if opened.best is None or opened.best[0] <= own:
        refused = {member.name: reason for member, reason in opened.refused}
        document.problems += _unread(members, set(), refused, "the file that it is attached to was chosen")
        return document
    found = Document(document.media_type)
    best = _take(found, opened.best, members, opened.refused)
    message = f"the file's own pages were not read: {best} that is attached to it was chosen"
    found.problems.append(Problem("package.member", message))
    return found


@dataclass(slots=True)
class _Opened:
    """What became of a package's members: the best of the documents, the pictures, and those refused and why."""

    best: tuple[Score, Member, Document] | None = None
    pictures: list[tuple[Member, bytes]] = field(default_factory=list)
    refused: list[tuple[Member, str]] = field(default_factory=list)


def _opened(members: list[Member]) -> _Opened:
    members.sort(key=lambda member: (_rank(member.name), _natural(member.name)))
    found = _Opened()
    opened = 0
    for member in members[:_LISTED]:
        if opened >= _OPENED:
            break
        try:
            content = member.data()
            if sniff(content, member.name) in _IMAGES:
                found.pictures.append((member, content))
                continue
            document = _open(content, member.name)
        except UnreadableDocumentError as error:
            found.refused.append((member, str(error)))
            continue
        opened += 1
        score = _score(member.name, document)
        if found.best is None or score > found.best[0]:
            found.best = score, member, document
    return found


def _open(content: bytes, name: str) -> Document:
    from extract.formats import open_document

    token = _within.set(_within.get() + 1)
    try:
        return open_document(content, name)
    finally:
        _within.reset(token)


def _chosen(kind: str, members: list[Member], opened: _Opened) -> Document:
    """The best of the opened members with the others noted; else the pictures; else the reason there is none."""
    document = Document(MEDIA_TYPES[kind])
    if opened.best:
        _take(document, opened.best, members, opened.refused)
    elif opened.pictures:
        pictures = sorted(opened.pictures, key=_by_name)
        document.blocks = [Picture(m.name, Place(part=m.name), content) for m, content in pictures]
        _note(document, members, {member.name for member, _ in pictures}, opened.refused)
    else:
        raise UnreadableDocumentError(_nothing(kind, opened.refused))
    return document


def _nothing(kind: str, refused: list[tuple[Member, str]]) -> str:
    """Why nothing in a package could be read: a reason that all members share once, however deep they are nested."""
    nothing = f"{NAMES[kind]}: nothing in it could be read"
    shared = {reason for _, reason in refused}
    if len(refused) > 1 and len(shared) == 1:
        reason = shared.pop()
        return reason if reason.startswith(nothing) else f"{nothing} ({reason})"
    reasons = "; ".join(f"{member.name}: {reason}" for member, reason in refused[:5])
    return f"{nothing} ({reasons})"


def _take(
    document: Document, best: tuple[Score, Member, Document], members: list[Member], refused: list[tuple[Member, str]]
) -> str:
    """Make a member's document that of the package, the other members noted; gives the member's name."""
    _, member, inner = best
    document.charset = inner.charset
    document.tags = {"member": member.name, **inner.tags}
    document.blocks = inner.blocks
    document.problems = [replace(p, place=_in_part(p.place or Place(), member.name)) for p in inner.problems]
    _mark(document, member.name)
    _note(document, members, {member.name}, refused)
    return member.name


def _note(document: Document, members: list[Member], read_from: set[str], refused: list[tuple[Member, str]]) -> None:
    why = {member.name: reason for member, reason in refused}
    document.problems += _unread(members, read_from, why, "another file of the package was chosen")


def _unread(members: list[Member], read_from: set[str], why: dict[str, str], otherwise: str) -> list[Problem]:
    """A problem for every member that was not read, with the reason."""
    return [
        Problem(
            "package.member",
            f"{member.name} was not read: {why.get(member.name, otherwise)}",
            Place(part=member.name),
        )
        for member in members[:_NAMED]
        if member.name not in read_from
    ]


def _score(name: str, document: Document) -> Score:
    """How much a document of that name looks like the report: its words first, then filled cells, then text."""
    words = document.text[:3000]
    named = read_title(_stem(name)).is_report is True
    about = named or ("信息公开" in words and "报告" in words)
    cells = sum(1 for table in document.tables for row in table.rows for cell in row if cell.text)
    return int(about), cells, len(words) + len(document.blocks)


def _rank(name: str) -> int:
    verdict = read_title(_stem(name)).is_report
    return 0 if verdict else 1 if verdict is None else 2


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0] or name


def _natural(name: str) -> list[tuple[int, str]]:
    """A sort key that puts 2 before 10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d{1,9})", name)]


def _by_name(entry: tuple[Member, bytes]) -> list[tuple[int, str]]:
    return _natural(entry[0].name)


def _in_part(place: Place, part: str) -> Place:
    return place._replace(part=f"{part}/{place.part}" if place.part else part)


def _mark(document: Document, part: str) -> None:
    """Say in every place which member it is of."""
    for block in document.blocks:
        block.place = _in_part(block.place, part)
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    cell.place = _in_part(cell.place, part)
        else:
            assert isinstance(block, Paragraph | Picture)


# -- what the packages hold ------------------------------------------------------------------------------------------


def _members(data: bytes, kind: str) -> list[Member]:
    if kind == "zip":
        return list(_zip_members(data))
    if kind == "gz":
        return [_gzip_member(data)]
    return list(_other_members(data, NAMES[kind]))


def _zip_members(data: bytes) -> Iterator[Member]:
    archive = ZipMembers(data, NAMES["zip"])
    for info in archive.infos:
        name = info.filename
        if not info.flag_bits & 0x800:  # the name is not marked as UTF-8; zipfile took it for cp437
            try:
                name = decode(name.encode("cp437"))[0]
            except UnicodeEncodeError:
                name = info.filename
        yield Member(name.replace("\\", "/"), lambda info=info: archive.read(info))  # type: ignore[misc]


def _gzip_member(data: bytes) -> Member:
    def unpack() -> bytes:
        unpacker = zlib.decompressobj(31)
        try:
            content = unpacker.decompress(data, MEMBER_LIMIT + 1)
        except zlib.error as error:
            raise UnreadableDocumentError(f"{NAMES['gz']}: damaged ({error})") from error
        if len(content) > MEMBER_LIMIT:
            raise UnreadableDocumentError(f"{NAMES['gz']}: unpacks to more than {MEMBER_LIMIT >> 20} MiB")
        return content

    return Member("content", unpack)


def _other_members(data: bytes, what: str) -> Iterator[Member]:
    """The members of a RAR or 7z file by libarchive, unpacked in order (they may build on each other)."""
    try:
        import libarchive
    except (ImportError, OSError, AttributeError, TypeError) as error:  # the package without its C library
        raise UnreadableDocumentError(f"{what}: needs the library libarchive, which is not installed") from error
    left = TOTAL_LIMIT
    try:
        with libarchive.memory_reader(data) as archive:
            for entry in archive:
                if entry.isdir or not entry.isfile:
                    continue
                content = bytearray()
                for block in entry.get_blocks():
                    content += block
                    if len(content) > min(MEMBER_LIMIT, left):
                        raise UnreadableDocumentError(f"{what}: unpacks to more than {TOTAL_LIMIT >> 20} MiB")
                left -= len(content)
                found = bytes(content)
                yield Member(str(entry.pathname).replace("\\", "/"), lambda found=found: found)  # type: ignore[misc]
    except libarchive.ArchiveError as error:
        raise UnreadableDocumentError(f"{what}: damaged, locked or of an unknown kind ({error})") from error
