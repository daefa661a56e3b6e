"""Compile what click says in Chinese: ``newsgrep.po``, which people edit, → ``newsgrep.mo``, which gettext reads.

Run by ``make catalogue``.
"""

from pathlib import Path

import polib

FOLDER = Path(__file__).parent.parent / "newsgrep/cli/locale/zh/LC_MESSAGES"


def main() -> None:
    """Write the compiled catalogue."""
    polib.pofile(str(FOLDER / "newsgrep.po")).save_as_mofile(str(FOLDER / "newsgrep.mo"))


if __name__ == "__main__":
    main()
