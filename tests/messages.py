"""Every template of a message in the package, and every paragraph of help: what a catalogue must translate."""

import ast
import inspect
from pathlib import Path

import click

from newsgrep import errors
from newsgrep.cli.app import COMMANDS, program
from newsgrep.config_table import HEADING, SETTINGS

PACKAGE = Path(__file__).parent.parent / "newsgrep"
ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
# What is called with a template first. ``damaged`` makes the error of a file, ``tr`` may be that of a style.
MAKERS = {"Message", "tr", "note", "damaged"} | ERRORS


def templates() -> set[str]:
    """The templates of all messages; each stands literally, or as a constant, where its message is made."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}
    everywhere = {name: value for tree in trees.values() for name, value in _constants(tree).items()}
    found = set()
    for path, tree in trees.items():
        constants = everywhere | _constants(tree)
        found |= {text for node in ast.walk(tree) for text in _default_hints(node, constants)}
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "click":
                continue
            given = [*call.args[:1]] if name in MAKERS else []
            given = call.args[1:3] if name == "plural" else given
            if name == "map" and isinstance(call.args[0], ast.Name | ast.Attribute):
                mapped = call.args[0].attr if isinstance(call.args[0], ast.Attribute) else call.args[0].id
                given = call.args[1:2] if mapped in MAKERS else []
            given += [keyword.value for keyword in call.keywords if keyword.arg == "hint"]
            for node in given:
                texts = _texts(node, constants)
                assert texts is not None, f"{path}:{call.lineno}: no literal template: {ast.unparse(node)}"
                found |= texts
    return {text for text in found if any(char.isalpha() for char in text)}


def _default_hints(node: ast.AST, constants: dict[str, ast.AST]) -> set[str]:
    """The hints that a function gives where its caller gives none."""
    if not isinstance(node, ast.FunctionDef):
        return set()
    arguments = node.args.args[-len(node.args.defaults) :] if node.args.defaults else []
    defaults = [
        *zip(arguments, node.args.defaults, strict=True),
        *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True),
    ]
    return {
        text for argument, value in defaults if argument.arg == "hint" and value for text in _texts(value, constants)
    }


def _constants(tree: ast.Module) -> dict[str, ast.AST]:
    """What the names of a module stand for."""
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _texts(node: ast.AST, constants: dict[str, ast.AST]) -> set[str] | None:  # noqa: C901 (a case a line)
    """The texts that an expression may be; none where it is another message, None where it cannot be told."""
    match node:
        case ast.Constant(str() as text):
            return {text}
        case ast.Constant(None):
            return set()
        case ast.IfExp(_, first, second):
            return _all([first, second], constants)
        case ast.Tuple(values) | ast.List(values) | ast.Dict(_, values):
            return _all(values, constants)
        case ast.Subscript(ast.Name(name)) | ast.Name(name) if name in constants and name.isupper():
            return _texts(constants[name], constants)
        case ast.Call(ast.Name("Message" | "map")):
            return set()  # it is looked at itself
        case ast.Attribute(attr="message" | "hint" | "located" | "_why"):
            return set()
        case ast.Name("hint" | "template" | "one" | "many"):
            return set()  # handed on from a caller
        case ast.Call(ast.Attribute(ast.Constant(str()), "join")):
            return set()  # places side by side
        case ast.Call(ast.Attribute(ast.Call(ast.Attribute(ast.Name("sentence"))))):
            return set()  # of the system, or of a library
    return None


def _all(nodes: list[ast.expr], constants: dict[str, ast.AST]) -> set[str] | None:
    found: set[str] = set()
    for node in nodes:
        texts = _texts(node, constants)
        if texts is None:
            return None
        found |= texts
    return found


def paragraphs() -> set[str]:
    """The help of all commands, paragraph by paragraph, and of their options; what a configuration file says."""
    context = click.Context(program)
    found = {*COMMANDS.values(), *HEADING, *(setting.meaning for setting in SETTINGS.values())}
    for name in COMMANDS:
        command = program.get_command(context, name)
        found |= _help(command)
        for part in command.commands.values() if isinstance(command, click.Group) else ():
            found |= _help(part)
    return found | _help(program)


def _help(command: click.Command) -> set[str]:
    options = {option.help for option in command.params if isinstance(option, click.Option) and option.help}
    return options | set(inspect.cleandoc(command.help or "").split("\n\n"))
