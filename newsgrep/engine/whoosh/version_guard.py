"""The package whoosh, checked before it is used: several distributions install under its name."""

from __future__ import annotations

import warnings

from newsgrep.errors import DependencyError

# The engine contract is run on these: the frozen original, and the fork a move to which is one line.
TESTED_VERSIONS = frozenset({(2, 7, 4), (3, 54, 0)})


def require_whoosh() -> None:
    """Import Whoosh, or say what is wrong with it."""
    with warnings.catch_warnings():
        # Python 3.12+ remarks on invalid escape sequences when it first compiles Whoosh 2.7.4.
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
