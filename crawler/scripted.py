"""Addresses that a page's scripts put together: ``javascript:gotoPage(3)``, ``onclick="openDoc('123')"``.

No script is run. A function of the page is understood when all it does with its arguments is to join them with
strings into an address that it goes to, opens or frames; anything else stays unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

MAX_SCRIPT = 400_000  # characters of a page's scripts that are looked through
MAX_FUNCTIONS = 200  # with those that have no name
MAX_BODY = 1_500

_FUNCTION = re.compile(r"function(?:\s+([\w$]{1,60}))?\s*\(([^()]{0,200})\)\s*\{")
_ASSIGNED = re.compile(r"([\w$]{1,60})\s*=\s*$")
_NAME_BEFORE = 100  # characters in which the name of a function without one of its own stands
_GOES = re.compile(
    r"(?:\blocation(?:\.href)?\s*=(?!=)|\blocation\.(?:replace|assign)\s*\(|\bwindow\.open\s*\(|\bopen\s*\(|\.(?:src|href)\s*=(?!=)"
    r"|\.attr\s*\(\s*[\"'](?:src|href)[\"']\s*,)\s*"
)
_GOING = ("location", "open", "src", "href")  # one of these is in all that goes anywhere
_BRACES = re.compile(r"[{}]")
_SET = re.compile(r"(?:\b(?:var|let|const)\s+)?\b([\w$]{1,40})\s*=(?!=)\s*")
_CALL = re.compile(r"(?:^|[\s;:{!]|return\s)([\w$]{1,60})\s*\(([^()]{0,300})\)")
_TOKEN = re.compile(
    r"""\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|(\d{1,9})|(?:encodeURI(?:Component)?|escape|String|parseInt|Number)\s*\(\s*([\w$]{1,40})\s*\)"""
    r"""|\(?\s*([\w$]{1,40})\s*([+-]\s*1)\s*\)|([\w$]{1,40}))\s*"""
)
_PLAIN = re.compile(
    r"""["']((?:https?:/)?/[^"'\s<>\\]{2,500}|[\w./-]+\.(?:s?html?|jsp|aspx?|php)(?:\?[^"'\s<>\\]*)?)["']"""
)

_FRAMED = re.compile(r"""(?:\.src\s*=|\.attr\s*\(\s*["']src["']\s*,)\s*["']([^"'<>\s]{2,500})["']""")

Part = tuple[str, str]  # ("text", …), ("name", …), ("name+1", …) or ("name-1", …)


@dataclass(frozen=True)
class Function:
    """A function of a page: its parameters and the address it goes to, as strings and names to be joined."""

    parameters: tuple[str, ...]
    address: tuple[Part, ...]
    names: dict[str, str]

    def called(self, arguments: list[str]) -> str | None:
        """The address for these arguments; None where it depends on something else."""
        given = self.names | dict(zip(self.parameters, arguments, strict=False))
        joined = []
        for kind, text in self.address:
            value: str | None = text if kind == "text" else given.get(text)
            if value is not None and kind in ("name+1", "name-1"):
                value = str(int(value) + (1 if kind == "name+1" else -1)) if value.isdigit() else None
            if value is None:
                return None
            joined.append(value)
        return "".join(joined) or None


class Scripts:
    """The scripts of a page, read once it is asked for what one of them leads to."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def functions(self) -> dict[str, Function]:
        """The functions that go to an address, by name."""
        text = self._text[:MAX_SCRIPT]
        found: dict[str, Function] = {}
        for match in islice(_FUNCTION.finditer(text), MAX_FUNCTIONS):
            name, listed = match[1] or _name_before(text, match.start()), match[2]
            body = _block(text, match.end())
            for goes in _GOES.finditer(body) if any(word in body for word in _GOING) else ():
                parts = _inlined(_joined(body, goes.end()), body)
                if any(kind == "text" for kind, _ in parts):
                    names = self.names | _constants(body)
                    parameters = tuple(part.strip() for part in listed.split(","))
                    found.setdefault(name, Function(parameters, parts, names))
                    break
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """Variables of the page that hold one plain string or number."""
        return _constants(self._text[:MAX_SCRIPT])

    @cached_property
    def frames(self) -> list[str]:
        """Addresses that scripts put into frames."""
        return [match[1] for match in _FRAMED.finditer(self._text[:MAX_SCRIPT])][:20]

    def leads_to(self, code: str) -> str | None:
        """The address that a piece of code goes to: written out, or put together by a function it calls."""
        if not code:
            return None
        goes = _GOES.search(code)
        if goes is not None:
            parts = _joined(code, goes.end())
            address = Function((), tuple(parts), self.names if len(parts) > 1 else {}).called([]) if parts else None
            if address:
                return address
        plain = _PLAIN.search(code)
        if plain:
            return plain[1]
        for call in _CALL.finditer(code):
            function = self.functions.get(call[1])
            if function is not None:
                address = function.called(_arguments(call[2]))
                if address:
                    return address
        return None


def _name_before(text: str, start: int) -> str:
    """The name that a function without one of its own is given: ``goPage = function (n) {``."""
    assigned = _ASSIGNED.search(text, max(0, start - _NAME_BEFORE), start)
    return assigned[1] if assigned else ""


def _block(text: str, start: int) -> str:
    """What stands between a function's braces."""
    depth = 1
    for brace in _BRACES.finditer(text, start, start + MAX_BODY):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return text[start : brace.start()]
    return text[start : start + MAX_BODY]


def _joined(text: str, start: int) -> list[Part]:
    """The parts of an expression that only joins strings and names; empty for any other."""
    parts: list[Part] = []
    position = start
    while (token := _TOKEN.match(text, position)) is not None:
        double, single, number, wrapped, counted, step, name = token.groups()
        if double is not None or single is not None:
            parts.append(("text", (double if double is not None else single).replace("\\/", "/")))
        elif number is not None:
            parts.append(("text", number))
        elif counted is not None:
            parts.append(("name+1" if "+" in step else "name-1", counted))
        else:
            parts.append(("name", wrapped or name))
        position = token.end()
        if text[position : position + 1] != "+":
            break
        position += 1
    rest = text[position : position + 1]
    return parts if rest in ("", ";", ",", ")", "}", "\n") or text[position - 1 : position].isspace() else []


def _inlined(parts: list[Part], body: str) -> tuple[Part, ...]:
    """The parts, with names that the function itself joins put in their place."""
    found: list[Part] = []
    for part in parts:
        own = None
        if part[0] == "name":
            for match in _SET.finditer(body):
                if match[1] == part[1]:
                    own = _joined(body, match.end()) or None
                    break
        found += own if own and part not in own else [part]
    return tuple(found)


def _constants(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in re.finditer(
        r"\b([\w$]{1,40})\s*=\s*(?:\"([^\"\\\n]{0,300})\"|'([^'\\\n]{0,300})'|(\d{1,12}))\s*[;,\n<]", text
    ):
        found.setdefault(match[1], next(group for group in match.groups()[1:] if group is not None))
    return found


def _arguments(text: str) -> list[str]:
    found = []
    for token in re.findall(r"\"([^\"]*)\"|'([^']*)'|([^,\s]+)", text):
        found.append(next((part for part in token if part), ""))
    return found
