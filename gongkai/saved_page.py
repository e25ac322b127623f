"""The pictures that lie beside a saved page: in its folder, or in the folder that browsers save along with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff")
MOST = 2000
LARGEST = 64 << 20


class PicturesBeside(Mapping[str, bytes]):
    """Pictures by their path relative to the page; nothing is listed or opened before one is asked for."""

    def __init__(self, page: Path) -> None:
        self._page = page

    @cached_property
    def _files(self) -> dict[str, Path]:
        folder = self._page.parent
        saved = [folder / (self._page.stem + ending) for ending in ("_files", ".files", ".assets")]
        found: dict[str, Path] = {}
        for place in (folder, *(one for one in saved if one.is_dir())):
            for file in sorted(place.iterdir()):
                if file.suffix.lower() in SUFFIXES and file.is_file() and len(found) < MOST:
                    found[file.relative_to(folder).as_posix()] = file
        return found

    def __getitem__(self, address: str) -> bytes:
        file = self._files[address.removeprefix("./")]
        try:
            if file.stat().st_size > LARGEST:
                raise KeyError(address)
            return file.read_bytes()
        except OSError as error:
            raise KeyError(address) from error

    def __contains__(self, address: object) -> bool:
        return isinstance(address, str) and address.removeprefix("./") in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)
