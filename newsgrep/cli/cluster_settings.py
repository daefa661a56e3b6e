"""How a cluster is logged in to: by the environment, the configuration file, or a command that prints the secret."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgrep.cli.output import note
from newsgrep.config_table import SECRETS
from newsgrep.engine.address import TIMEOUT, ClusterOptions, Secret, index_place, is_address
from newsgrep.errors import ConfigError
from newsgrep.message import reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsgrep.engine.address import IndexPlace

PREFIX = "NEWSGREP_CLUSTER_"
# Seconds that a command may take: a person may have to unlock the store that it asks.
MOST_SECONDS = 120
OFF = {"0", "no", "false", "off"}


def places_in(variable: str) -> tuple[IndexPlace, ...]:
    """The places that a variable lists; the colons of an address separate none."""
    if "://" not in variable:
        return tuple(map(Path, variable.split(os.pathsep)))
    return tuple(map(index_place, _parts(variable)))


def _parts(variable: str) -> Iterator[str]:
    """The parts of a list; one that begins an address goes on to its last slash-separated name."""
    pending = ""
    for part in variable.split(os.pathsep):
        pending = f"{pending}{os.pathsep}{part}" if pending else part
        _, scheme, rest = pending.partition("://")
        if scheme and is_address(pending):
            if "/" in rest:
                yield pending
                pending = ""
        elif not part.isalpha() or not variable.partition(pending)[2].startswith("://"):
            yield pending
            pending = ""
    if pending:
        yield pending


def cluster_options(
    config: Mapping[str, Any], config_file: Path | None, environment: Mapping[str, str]
) -> ClusterOptions:
    """The options of a cluster: the environment wins over the file. A file whose secrets others can read is named.

    Raises:
        ConfigError: a value is invalid, or a command that is to print a secret fails.

    """
    values = dict(config)
    if config_file and any(name in values for name in SECRETS) and _is_open(config_file):
        note("{}: other users can read the secret in it (run 'chmod 600' on it)", config_file)
    for name in ("user", "ca", "timeout", *SECRETS, *(f"{name}_command" for name in SECRETS)):
        if given := environment.get(PREFIX + name.upper()):
            if name.removesuffix("_command") in SECRETS:  # one login, not two
                values = {key: value for key, value in values.items() if key.removesuffix("_command") not in SECRETS}
            values["ca_file" if name == "ca" else name] = given
    secrets = {name: _secret(name, values, config_file) for name in SECRETS}
    given = environment.get(f"{PREFIX}VERIFY", "").strip().lower()
    verify = given not in OFF if given else values.get("verify", True)
    if not verify:
        note("the certificate of the cluster is not checked: whoever is in between can read what is sent")
    ca_file = values.get("ca_file")
    return ClusterOptions(
        user=values.get("user"),
        ca_file=Path(ca_file) if ca_file else None,
        verify=bool(verify),
        timeout=_seconds(values.get("timeout", TIMEOUT)),
        shards=values.get("shards"),
        replicas=values.get("replicas"),
        **secrets,
    )


def _is_open(path: Path) -> bool:
    """Whether other users can read a file."""
    try:
        return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False


def _seconds(value: Any) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise ConfigError("not a number of seconds: {}", value, about="timeout", hint="give a number such as 60")
    return seconds


def _secret(name: str, values: Mapping[str, Any], config_file: Path | None) -> Secret | None:
    """A secret, as it is given, or as its command prints it."""
    if given := values.get(name):
        return given if isinstance(given, Secret) else Secret(given)
    command = values.get(f"{name}_command")
    if not command:
        return None
    about = f"{name}_command"
    try:
        words = shlex.split(command)
        done = subprocess.run(words, stdout=subprocess.PIPE, timeout=MOST_SECONDS, check=False)  # noqa: S603 (the user's)
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired) as error:
        why = "takes too long" if isinstance(error, subprocess.TimeoutExpired) else reason(error)
        raise ConfigError(
            "the command cannot be run: {}", why, path=config_file, about=about, hint="run it yourself to see"
        ) from None
    printed = done.stdout.decode("utf-8", "replace").rstrip("\r\n")
    if done.returncode or not printed:
        raise ConfigError(
            "the command for the secret failed with exit code {}",
            done.returncode,
            about=about,
            hint="run it yourself to see; it must print the secret on stdout",
        )
    return Secret(printed)
