"""The modules that newsgrep needs of OpenSearch, for releases whose zip has none but its transport."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Others take a third of the time that a start takes.
KEPT = {"analysis-common", "lang-painless", "lang-expression", "mapper-extras", "reindex", "transport-netty4"}
COPY_ALL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
ASM, ANTLR = "9.7", "4.13.1"
LOADS = " ".join(
    f'permission java.lang.RuntimePermission "{name}";' for name in ("createClassLoader", "getClassLoader")
)
CLASSES = (
    "java.lang.String",
    "java.lang.Math",
    "org.apache.lucene.expressions.Expression",
    "org.apache.lucene.search.DoubleValues",
    "org.apache.lucene.util.MathUtil",
    "org.apache.lucene.util.SloppyMath",
    "org.apache.lucene.expressions.js.ExpressionMath",
)
ASM_JARS = ("asm", "asm-util", "asm-commons", "asm-tree", "asm-analysis")
HTTP_JARS = {
    "org.apache.httpcomponents:httpcore": "4.4.16",
    "org.apache.httpcomponents:httpcore-nio": "4.4.16",
    "org.apache.httpcomponents:httpclient": "4.5.14",
    "org.apache.httpcomponents:httpasyncclient": "4.1.5",
    "commons-codec:commons-codec": "1.16.1",
    "commons-logging:commons-logging": "1.2",
}


class Module(NamedTuple):
    """A module: its name, its class less the last part, what its policy grants, and its jars."""

    name: str
    plugin: str
    grants: str
    jars: tuple[str, ...]


MODULES = (
    Module("analysis-common", "org.opensearch.analysis.common.CommonAnalysis", "", ("analysis-common",)),
    Module(
        "lang-painless",
        "org.opensearch.painless.Painless",
        LOADS,
        ("lang-painless", "opensearch-scripting-painless-spi", "antlr4-runtime", *ASM_JARS),
    ),
    Module(
        "lang-expression",
        "org.opensearch.script.expression.Expression",
        LOADS + "".join(f' permission org.opensearch.script.ClassPermission "{name}";' for name in CLASSES),
        ("lang-expression", "lucene-expressions", "antlr4-runtime", "asm", "asm-commons", "asm-tree"),
    ),
    Module(
        "reindex",
        "org.opensearch.index.reindex.Reindex",
        'permission java.net.SocketPermission "*", "connect";',
        (
            "reindex-client",
            "opensearch-ssl-config",
            "opensearch-rest-client",
            *(name.partition(":")[2] for name in HTTP_JARS),
        ),
    ),
)


def add_modules(program: Path, version: str, maven: Callable[..., None]) -> None:
    """Put the modules into a distribution that lacks them."""
    if (program / "modules/analysis-common").is_dir():
        return
    folder = program.parent / "modules"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "pom.xml").write_text(_pom(program, version))
    maven("-f", str(folder / "pom.xml"), COPY_ALL, f"-DoutputDirectory={folder / 'jars'}")
    middle = "Module" if version.startswith("3") else ""
    for module in MODULES:
        target = program / "modules" / module.name
        target.mkdir(parents=True, exist_ok=True)
        described = {
            "description": module.name,
            "version": version,
            "name": module.name,
            "classname": f"{module.plugin}{middle}Plugin",
            "java.version": "11",
            "opensearch.version": version,
            "has.native.controller": "false",
            "extended.plugins": "",
            "custom.foldername": "",
        }
        lines = [f"{name}={value}\n" for name, value in described.items()]
        (target / "plugin-descriptor.properties").write_text("".join(lines))
        if module.grants:
            (target / "plugin-security.policy").write_text(f"grant {{ {module.grants} }};\n")
        for jar in module.jars:
            for path in (folder / "jars").glob(f"{jar}-[0-9]*.jar"):
                shutil.copy(path, target)


def trim_modules(program: Path) -> None:
    """Leave out the modules that newsgrep has no use for."""
    for folder in (program / "modules").iterdir():
        if folder.name not in KEPT:
            shutil.rmtree(folder)


def _pom(program: Path, version: str) -> str:
    """What Maven is to bring, without what these need in their turn."""
    lucene = next((program / "lib").glob("lucene-core-*.jar")).stem.removeprefix("lucene-core-")
    names = (
        "analysis-common",
        "lang-painless",
        "lang-expression",
        "opensearch-scripting-painless-spi",
        "reindex-client",
    )
    wanted = {f"org.opensearch.plugin:{name}": version for name in names}
    wanted |= {"org.opensearch:opensearch-ssl-config": version, "org.opensearch.client:opensearch-rest-client": version}
    wanted |= {"org.apache.lucene:lucene-expressions": lucene, "org.antlr:antlr4-runtime": ANTLR}
    wanted |= {f"org.ow2.asm:{name}": ASM for name in ASM_JARS} | HTTP_JARS
    dependencies = "".join(_dependency(*name.split(":"), number) for name, number in wanted.items())
    head = "<modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>"
    return f"<project>{head}<dependencies>{dependencies}</dependencies></project>"


def _dependency(group: str, name: str, number: str) -> str:
    alone = "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>"
    return (
        f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId><version>{number}</version>"
        f"{alone}</dependency>"
    )
