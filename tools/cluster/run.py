"""Start, or stop, an OpenSearch cluster of three processes on this machine, to try newsgrep with, and for its tests.

python tools/cluster/run.py start      prints HOST:PORT,HOST:PORT,…, for NEWSGREP_TEST_CLUSTER or an address
python tools/cluster/run.py start-node 1
python tools/cluster/run.py stop       ends the nodes, by the process numbers that they have left

It needs Java (3.x: 21 or newer; 2.19: 11 to 23), Maven, which brings the distribution once, and as root setpriv:
OpenSearch refuses root. Exit code: 0 done, 2 it could not be done, 3 Java or Maven are not to be had.
"""

from __future__ import annotations

import argparse
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path
from typing import NamedTuple, NoReturn

sys.path.insert(0, str(Path(__file__).parent))
from modules import add_modules, trim_modules

NEWEST, OLDER = "3.8.0", "2.19.6"
# Java versions that a release runs on: 2.x stands on the security manager, which Java 24 took away.
JAVA = {"3": (21, 99), "2": (11, 23)}
USER = "newsgrep-opensearch"
HOST = "127.0.0.1"
TRANSPORT = 100
UNAVAILABLE = 3
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
ZIP = "org.opensearch.distribution.integ-test-zip:opensearch:{}:zip"
CONFIG = """cluster.name: newsgrep
node.name: n{number}
path.data: {folder}/data
path.logs: {folder}/logs
network.host: {host}
http.port: {port}
transport.port: {transport}
discovery.seed_hosts: [{seeds}]
cluster.initial_cluster_manager_nodes: [{names}]
# A disk that others fill is not this cluster's; tests that need a full disk switch this on.
cluster.routing.allocation.disk.threshold_enabled: false
# A node that is slow to answer because the machine is busy has not left.
cluster.fault_detection.leader_check.timeout: 30s
cluster.fault_detection.follower_check.timeout: 30s
cluster.publish.timeout: 60s
# With a small heap, garbage that is still to be collected is no reason to refuse requests.
indices.breaker.total.use_real_memory: false
action.auto_create_index: false
node.processors: 2
"""


class Options(NamedTuple):
    """Where the cluster is, and how large; ``heap`` as Java writes it, ``patience`` in seconds."""

    home: Path
    cache: Path
    version: str
    java: Path
    nodes: int
    port: int
    heap: str
    patience: float

    def node(self, number: int) -> Path:
        """The folder of a node."""
        return self.home / f"n{number}"


def main() -> int:
    """Run a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["start", "stop", "start-node"])
    parser.add_argument("number", nargs="?", type=int, default=0)
    parser.add_argument("--home", type=Path, default=default_home())
    parser.add_argument("--cache", type=Path, help="where the distribution is (default: in the home)")
    parser.add_argument("--version", default=os.environ.get("OPENSEARCH_VERSION", ""))
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--port", type=int, default=9200)
    parser.add_argument("--heap", default="400m")
    parser.add_argument("--patience", type=float, default=300)
    asked = parser.parse_args()
    home = asked.home.absolute()
    if asked.command == "stop":
        return stop(home)
    remembered = home / "version"
    if asked.command == "start-node" and not asked.version and remembered.exists():
        asked.version = remembered.read_text()  # the data of a node are of the version that wrote them
    version, java = find_java(asked.version)
    cache = (asked.cache or home).absolute()
    options = Options(home, cache, version, java, asked.nodes, asked.port, asked.heap, asked.patience)
    if asked.command == "start-node":
        start_node(options, asked.number)
        return 0
    stop(home)
    fetch(options)
    home.mkdir(parents=True, exist_ok=True)
    remembered.write_text(version)
    for number in range(options.nodes):
        configure(options, number)
        start_node(options, number)
    wait_until_green(options)
    print(",".join(f"{HOST}:{options.port + number}" for number in range(options.nodes)))
    return 0


def default_home() -> Path:
    """Where the cluster is if nothing else is said."""
    return Path(os.environ.get("NEWSGREP_CLUSTER_HOME") or Path(tempfile.gettempdir()) / "newsgrep-cluster")


def fail(message: str, code: int = 2) -> NoReturn:
    """End with a message."""
    print(f"cluster: {message}", file=sys.stderr)
    sys.exit(code)


def find_java(version: str) -> tuple[str, Path]:
    """The version to run, and the folder of the oldest Java that is new enough for it."""
    folders = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    folders += sorted(Path("/usr/lib/jvm").glob("*")) + sorted(
        Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home")
    )
    found = {java_version(folder): folder for folder in folders if (folder / "bin/java").exists()}
    for wanted in [version] if version else [NEWEST, OLDER]:
        first, last = JAVA[wanted[0]]
        if fitting := sorted(number for number in found if first <= number <= last):
            return wanted, found[fitting[0]]
    fail(
        "no Java for OpenSearch: 3.x needs 21 or newer, 2.19 needs 11 to 23 (apt-get install openjdk-17-jre-headless)",
        UNAVAILABLE,
    )


def java_version(folder: Path) -> int:
    """The version of a Java, 0 if it does not say."""
    command = [str(folder / "bin/java"), "-XshowSettings:properties", "-version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    match = re.search(r"java\.specification\.version = (?:1\.)?(\d+)", done.stderr)
    return int(match[1]) if match else 0


def program(options: Options) -> Path:
    """The folder of the distribution."""
    return options.cache / f"opensearch-{options.version}"


def fetch(options: Options) -> None:
    """Bring the distribution from Maven's repository, once."""
    done = program(options) / ".complete"
    if done.exists():
        return
    if not shutil.which("mvn"):
        fail("Maven is missing (apt-get install maven)", UNAVAILABLE)
    options.cache.mkdir(parents=True, exist_ok=True)
    maven(COPY, f"-DoutputDirectory={options.cache}", f"-Dartifact={ZIP.format(options.version)}")
    archive = options.cache / f"opensearch-{options.version}.zip"
    shutil.rmtree(program(options), ignore_errors=True)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(options.cache)
    archive.unlink()
    add_modules(program(options), options.version, maven)
    trim_modules(program(options))
    for script in (program(options) / "bin").iterdir():
        script.chmod(0o755)
    done.touch()


def maven(*words: str) -> None:
    """Run Maven, again if a download breaks off."""
    for wait in (5, 10, None):
        done = subprocess.run(
            [shutil.which("mvn") or "mvn", "-q", "-B", "-ntp", *words], stdout=sys.stderr, check=False
        )
        if not done.returncode:
            return
        if wait:
            time.sleep(wait)
    fail("Maven does not bring OpenSearch", UNAVAILABLE)


def configure(options: Options, number: int) -> None:
    """Make the folder of a node, without data."""
    folder = options.node(number)
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("data", "logs", "tmp"):
        (folder / name).mkdir(parents=True)
    shutil.copytree(program(options) / "config", folder / "config")
    jvm = folder / "config/jvm.options"
    unwanted = re.compile(r"^-Xm[sx]|UseG1GC|G1Reserve|InitiatingHeap|-Xlog:gc|-Xloggc|HeapDump|ErrorFile")
    jvm.write_text("\n".join(line for line in jvm.read_text().splitlines() if not unwanted.search(line)) + "\n")
    ports = range(options.port, options.port + options.nodes)
    for port in (options.port + number, options.port + number + TRANSPORT):
        with socket.socket() as test:
            if not test.connect_ex((HOST, port)):
                fail(f"port {port} is taken: choose others with --port")
    values = {
        "number": number,
        "folder": folder,
        "host": HOST,
        "port": options.port + number,
        "transport": options.port + number + TRANSPORT,
        "seeds": ", ".join(f"{HOST}:{port + TRANSPORT}" for port in ports),
        "names": ", ".join(f"n{at}" for at in range(options.nodes)),
    }
    (folder / "config/opensearch.yml").write_text(CONFIG.format(**values))
    if os.getuid() == 0:
        owner = own_user()
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid)


def own_user() -> pwd.struct_passwd:
    """The user that runs the nodes in root's stead."""
    try:
        return pwd.getpwnam(USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER]
        subprocess.run(command, check=True)
        return pwd.getpwnam(USER)


def start_node(options: Options, number: int) -> None:
    """Start a node, in a session of its own, with the data that it has."""
    folder, java = options.node(number), str(options.java)
    (folder / "pid").unlink(missing_ok=True)
    heap = f"-Xms{options.heap} -Xmx{options.heap} -XX:+UseSerialGC -XX:-AlwaysPreTouch -XX:TieredStopAtLevel=1"
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "JAVA_HOME": java,
        "OPENSEARCH_JAVA_HOME": java,
        "OPENSEARCH_TMPDIR": str(folder / "tmp"),
        "OPENSEARCH_PATH_CONF": str(folder / "config"),
        "OPENSEARCH_JAVA_OPTS": heap,
    }
    command = [str(program(options) / "bin/opensearch"), "--pidfile", str(folder / "pid")]
    if os.getuid() == 0:
        owner = own_user()
        command = ["setpriv", "--reuid", str(owner.pw_uid), "--regid", str(owner.pw_gid), "--clear-groups", *command]
    with (folder / "logs/out").open("ab") as log:
        started = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    (folder / "launcher").write_text(str(started.pid))


def wait_until_green(options: Options) -> None:
    """Wait until all nodes have found each other."""
    began = time.monotonic()
    health = f"http://{HOST}:{options.port}/_cluster/health?wait_for_nodes={options.nodes}&timeout=5s"
    while True:
        try:
            with urllib.request.urlopen(health, timeout=10) as answer:
                if b'"timed_out":false' in answer.read():
                    break
        except OSError:
            time.sleep(1)
        for number in range(options.nodes):
            if not running(options.node(number)):
                tail = (options.node(number) / "logs/out").read_text(errors="replace")[-3000:]
                stop(options.home)
                fail(f"node n{number} has ended:\n{tail}")
        if time.monotonic() - began > options.patience:
            stop(options.home)
            fail(f"the cluster is not up after {options.patience:.0f} seconds")
    print(f"cluster: OpenSearch {options.version}, up in {time.monotonic() - began:.0f} s", file=sys.stderr)


def running(folder: Path) -> list[int]:
    """The processes of a node: those that it has named, as long as they are its own."""
    found = []
    for name in ("pid", "launcher"):
        file = folder / name
        text = file.read_text().strip() if file.exists() else ""
        try:
            if text.isdecimal() and str(folder).encode() in Path(f"/proc/{text}/cmdline").read_bytes():
                found.append(int(text))
        except OSError:
            continue
    return found


def stop(home: Path) -> int:
    """End the nodes."""
    nodes = sorted(home.glob("n[0-9]*"))
    ended = {number for folder in nodes for number in running(folder)}
    for number in ended:
        os.kill(number, signal.SIGTERM)
    for attempt in range(200):
        if not any(running(folder) for folder in nodes):
            break
        if attempt == 150:  # noqa: PLR2004 (fifteen seconds)
            for number in {number for folder in nodes for number in running(folder)}:
                os.kill(number, signal.SIGKILL)
        time.sleep(0.1)
    for folder in nodes:
        shutil.rmtree(folder, ignore_errors=True)
    if ended:
        print(f"cluster: ended {len(ended)} processes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
