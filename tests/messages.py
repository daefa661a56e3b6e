"""Every sentence that the program says to a person, as its code has it: ``{}`` where a value stands."""

import ast
import inspect
from pathlib import Path

import click

from newsgrep.cli.app import COMMANDS, program

PACKAGE = Path(__file__).parent.parent / "newsgrep"
# What is called with a sentence, and which of its arguments that is.
CALLS = {
    "say": 0,
    "said": 0,
    "said_to_eyes": 0,
    "Problem": 2,
    "damaged": 0,
    "read_lines_of": 1,
    "read_text_of": 1,
    "Setting": 2,
    "say_as_it_is": 0,
}
# Names that hold sentences until they are said.
NAMES = {"message", "hint", "sentence", "verdict", "recent", "why", "notes", "unknown"}
CONSTANTS = {
    "MEND",
    "MISSING",
    "INSTALL",
    "HEADINGS",
    "ALL",
    "NO_GROUP",
    "SHOWN",
    "UNKNOWN",
    "SHARE",
    "HEADING",
    "WHERE",
    "LABELS",
    "LISTED",
    "ASKED",
    "KIND_HINTS",
    "FLAG",
    "FOUND",
    "DEFAULT",
}
# Modules whose functions return sentences.
TELLING = {"query/explain.py", "printers/score.py", "indexing/__init__.py", "cli/check.py", "cli/answers.py"}
INTERNAL = {
    "ValueError",
    "TypeError",
    "KeyError",
    "RuntimeError",
    "AssertionError",
    "AttributeError",
    "ReaderGoneError",
}
# Where these are told to the user, behind what they are about.
QUOTED = {"manifest.py", "engine/whoosh/toc.py", "readers/containers.py"}


def sentences() -> set[str]:
    """All of them."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        if name != "cli/chinese.py":
            found |= _in(ast.parse(path.read_text(encoding="utf-8")), name)
    return {one for one in found | _helps() if any(char.isalpha() for char in one.replace("{}", ""))}


def _in(tree: ast.Module, module: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func, args, keywords):
                called = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
                place = (
                    0
                    if called.endswith("Error") and (called not in INTERNAL or module in QUOTED)
                    else CALLS.get(called)
                )
                if called == "Problem":
                    found |= {text for one in args[3:4] for text in _texts(one)}
                if place is not None:
                    found |= {text for one in args[place : place + 1] for text in _texts(one)}
                found |= {
                    text for one in keywords if one.arg in {"hint", "help", "meaning"} for text in _texts(one.value)
                }
                if (
                    called == "append"
                    and isinstance(func, ast.Attribute)
                    and getattr(func.value, "attr", "") == "notes"
                ):
                    found |= {text for one in args for text in _texts(one)}
            case ast.Assign([ast.Name(name)], value) if name in NAMES | CONSTANTS:
                found |= _texts(value)
            case ast.Return(ast.Dict(keys)) if module in TELLING:
                found |= {text for one in keys for text in _texts(one)}
            case ast.Return(value) | ast.Expr(ast.Yield(value)) if module in TELLING and value:
                found |= _texts(value)
    return found


def _texts(node: ast.AST) -> set[str]:
    """The sentences that an expression may be."""
    match node:
        case ast.Constant(str() as text):
            return {text}
        case ast.JoinedStr(values):
            return {"".join(one.value if isinstance(one, ast.Constant) else "{}" for one in values)}
        case ast.IfExp(_, first, second):
            return _texts(first) | _texts(second)
        case ast.BoolOp(_, values) | ast.Tuple(values) | ast.List(values) | ast.Dict(_, values):
            return {text for one in values for text in _texts(one)}
        case ast.BinOp(left, ast.Add(), right):
            return {f"{one}{'' if isinstance(right, ast.Constant) else '{}'}" for one in _texts(left)}
    return set()


def _helps() -> set[str]:
    """The help of all commands, paragraph by paragraph, and of their options."""
    context = click.Context(program)
    found = set(COMMANDS.values())
    commands = [program, *(program.get_command(context, name) for name in COMMANDS)]
    for command in commands:
        found |= _help(command)
        for part in command.commands.values() if isinstance(command, click.Group) and command is not program else ():
            found |= _help(part)
    return found


def _help(command: click.Command) -> set[str]:
    options = {one.help for one in command.params if isinstance(one, click.Option) and one.help}
    return options | set(inspect.cleandoc(command.help or "").split("\n\n"))
