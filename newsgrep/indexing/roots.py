"""The files and folders that a corpus is made of, and the folder that its paths are relative to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.files import outermost

if TYPE_CHECKING:
    from collections.abc import Collection


class Roots(NamedTuple):
    """The roots of a corpus: one folder, or several files and folders, the ``parts`` of ``folder``.

    Paths of articles are relative to ``folder``, so that two roots with a file ``1.txt`` have two paths.
    """

    folder: Path
    parts: tuple[Path, ...] = ()

    @classmethod
    def of(cls, paths: Collection[Path]) -> Roots:
        """The roots that some paths name; one inside another adds nothing.

        >>> str(Roots.of([Path("/news/2024"), Path("/news/2025"), Path("/news/2025/05")]))
        '/news/2024, /news/2025'
        """
        found = outermost(paths)
        if len(found) == 1 and not found[0].is_file():
            return cls(found[0])
        folders = [path.parent if path.is_file() else path for path in found]
        return cls(Path(os.path.commonpath(folders)), tuple(found))

    @property
    def each(self) -> tuple[Path, ...]:
        """The files and folders."""
        return self.parts or (self.folder,)

    def contain(self, paths: Collection[Path]) -> bool:
        """Whether all of some paths are roots, or inside one."""
        return all(any(path.resolve().is_relative_to(root) for root in self.each) for path in paths)

    def are_among(self, paths: Collection[Path]) -> bool:
        """Whether each root is one of some paths."""
        return set(self.each) <= {path.resolve() for path in paths}

    def are_within(self, paths: Collection[Path]) -> bool:
        """Whether each root is one of some paths, or inside one."""
        resolved = [path.resolve() for path in paths]
        return all(any(root.is_relative_to(path) for path in resolved) for root in self.each)

    def __str__(self) -> str:
        return ", ".join(map(str, self.each))
