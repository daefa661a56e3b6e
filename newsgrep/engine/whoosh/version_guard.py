"""Checks the installed package whoosh before it is used: several distributions install under that name."""

from __future__ import annotations

import warnings

from newsgrep.errors import DependencyError

# The engine contract runs on these: the frozen original, and a fork; to move to that is a change of one line.
TESTED_VERSIONS = frozenset({(2, 7, 4), (3, 54, 0)})


def require_whoosh() -> None:
    """Import Whoosh without its warnings.

    Raises:
        DependencyError: it is missing, or of a version that is not tested.

    """
    with warnings.catch_warnings():
        # Python 3.12 and later warn of invalid escape sequences when they first compile Whoosh 2.7.4.
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            import whoosh
            import whoosh.index
            import whoosh.writing
        except ImportError as error:
            raise DependencyError(
                "the package whoosh is not installed", hint="run 'pip install Whoosh==2.7.4'"
            ) from error
    if tuple(whoosh.__version__) not in TESTED_VERSIONS:
        found = ".".join(map(str, whoosh.__version__))
        raise DependencyError(
            "the package whoosh was overwritten by another distribution (version {})",
            found,
            hint="uninstall that one, then run 'pip install --force-reinstall Whoosh==2.7.4'",
        )
