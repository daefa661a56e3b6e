"""Answers in another shape than a cluster gives: an error in one line, whatever method meets them."""

from __future__ import annotations

from functools import wraps
from inspect import isfunction, isgeneratorfunction
from typing import TYPE_CHECKING, Any, TypeVar

from newsgrep.errors import ClusterError, NewsgrepError
from newsgrep.message import reason

if TYPE_CHECKING:
    from collections.abc import Callable

    Class = TypeVar("Class", bound=type)

# What reading a value raises that is missing, or is none of its kind.
MISREAD = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
# What reads the articles to be written, whose errors are none of the cluster.
NOT_ITS_OWN = {"update", "locked", "write_manifest", "close", "may_be_forked"}


def understanding(made: Class) -> Class:
    """Have each method of a class, except those ``NOT_ITS_OWN``, raise ``ClusterError`` if it misreads an answer."""
    for name, method in list(vars(made).items()):
        is_public = name == "__init__" or not name.startswith("_")
        if isfunction(method) and is_public and name not in NOT_ITS_OWN:
            setattr(made, name, _reading(method))
    return made


def _reading(method: Callable[..., Any]) -> Callable[..., Any]:
    if isgeneratorfunction(method):

        @wraps(method)
        def read_each(*given: Any, **named: Any) -> Any:
            try:
                yield from method(*given, **named)
            except MISREAD as error:
                raise _not_understood(error) from error

        return read_each

    @wraps(method)
    def read(*given: Any, **named: Any) -> Any:
        try:
            return method(*given, **named)
        except MISREAD as error:
            raise _not_understood(error) from error

    return read


def _not_understood(error: Exception) -> NewsgrepError:
    return ClusterError(
        "the cluster's answer is not understood: {}: {}",
        type(error).__name__,
        reason(error),
        hint="check host and port; a proxy may change the answers",
    )
