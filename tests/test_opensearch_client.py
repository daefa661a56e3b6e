"""The client against a small server: logins, TLS, retries, and one clear line for everything that goes wrong."""

import base64
import json
import shutil
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from newsgrep.cli.app import run as run_program
from newsgrep.cli.cluster_settings import cluster_options, places_in
from newsgrep.engine.address import ClusterAddress, ClusterOptions, Secret, parse_address
from newsgrep.engine.opensearch import transport as transport_module
from newsgrep.engine.opensearch.cluster import Cluster
from newsgrep.engine.opensearch.server import require_opensearch
from newsgrep.engine.opensearch.transport import Transport
from newsgrep.errors import ClusterError, ConfigError, UsageError

GOOD = {"version": {"number": "3.8.0", "distribution": "opensearch"}}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.server.asked.append((self.command, self.path, self.headers.get("Authorization"), self.rfile.read(length)))
        step = self.server.steps.pop(0) if len(self.server.steps) > 1 else self.server.steps[0]
        if step == "close":
            self.close_connection = True
            return
        status, body = step
        raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    do_GET = do_PUT = do_POST = do_DELETE = answer  # noqa: N815 (as the base class calls them)

    def log_message(self, *_):
        pass


@pytest.fixture
def serve(monkeypatch):
    """Starts a server that gives some answers, the last of them again and again; returns it with its ``host``."""
    monkeypatch.setattr(transport_module, "_sleep", lambda _: None)
    servers = []

    def start(*steps, context=None):
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.steps, server.asked = list(steps), []
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None
        server.host = f"127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that it has signed itself, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl, which makes the certificate")
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    words = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        key,
        "-out",
        cert,
        "-days",
        "2",
        "-subj",
        "/CN=test",
    ]
    subprocess.run(["openssl", *words, "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    return cert, key


def tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def ask(server, *, secure=False, host=None, **options):
    scheme = "opensearchs" if secure else "opensearch"
    transport = Transport(parse_address(f"{scheme}://{host or server.host}/news", ClusterOptions(**options)))
    try:
        return transport.request("GET", ("news", "_doc", "commit"))
    finally:
        transport.close()


@pytest.mark.parametrize("protocol", ["HTTP/1.0", "HTTP/1.1"])
def test_a_proxy_that_closes_the_connection_after_each_answer_is_connected_to_again(serve, monkeypatch, protocol):
    monkeypatch.setattr(Handler, "protocol_version", protocol)
    monkeypatch.setattr(Handler, "end_headers", _closing)
    server = serve((200, GOOD))
    transport = Transport(parse_address(f"opensearch://{server.host}/news", ClusterOptions()))
    assert [transport.request("GET", ()).body for _ in range(3)] == [GOOD] * 3
    transport.close()
    assert len(server.asked) == 3


def _closing(handler):
    handler.send_header("Connection", "close")
    BaseHTTPRequestHandler.end_headers(handler)


def said(server, **options):
    with pytest.raises(ClusterError) as error:
        ask(server, **options)
    return f"{error.value.located} ({error.value.hint})"


@pytest.mark.parametrize(
    ("options", "header"),
    [
        ({}, None),
        ({"user": "news", "password": Secret("pass:word")}, "Basic " + base64.b64encode(b"news:pass:word").decode()),
        ({"api_key": Secret("a2V5")}, "ApiKey a2V5"),
        ({"bearer": Secret("token")}, "Bearer token"),
    ],
)
def test_logins_are_sent(serve, options, header):
    server = serve((200, GOOD))
    assert ask(server, **options).body == GOOD
    assert server.asked[0][:3] == ("GET", "/news/_doc/commit", header)


@pytest.mark.parametrize("status", [429, 502, 503])
def test_what_may_pass_is_tried_again(serve, status):
    server = serve((status, {"error": "busy"}), (status, "<html>bad gateway</html>"), (200, GOOD))
    assert ask(server).body == GOOD
    assert len(server.asked) == 3


def test_what_does_not_pass_is_an_error_after_some_tries(serve):
    server = serve((503, {"error": {"type": "x", "reason": "no shard"}}))
    assert "busy, or a part of it is missing: x: no shard" in said(server)
    assert len(server.asked) == 6


def test_a_full_disk_is_not_tried_again(serve):
    error = {
        "type": "cluster_block_exception",
        "reason": "index [news] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];",
    }
    server = serve((429, {"error": {**error, "root_cause": [error]}}))
    assert "the disk of the cluster is almost full" in said(server)
    assert len(server.asked) == 1


def test_a_lost_connection_is_made_again(serve):
    server = serve("close", (200, GOOD))
    assert ask(server).body == GOOD


def test_another_host_stands_in(serve):
    server = serve((200, GOOD))
    assert ask(server, host=f"127.0.0.1:1,{server.host}").body == GOOD


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ((401, {"error": "unauthorized"}), "the cluster wants a login"),
        ((401, "Unauthorized"), "the cluster wants a login"),
        (
            (403, {"error": {"type": "security_exception", "reason": "no permissions for [indices:data/read/get]"}}),
            "this login may not do that: security_exception: no permissions",
        ),
        ((200, "<html><title>Please log in</title></html>"), "not a cluster: it answers 200 with “Please log in”"),
        ((400, "<html>The plain HTTP request was sent to HTTPS port</html>"), "this port speaks TLS"),
        ((404, "nothing here"), "not a cluster: it answers 404 with “nothing here”"),
        ((500, {"error": {"type": "x", "reason": "y" * 1000}}), "the cluster refuses: x: yyy"),
        ((302, ""), "not a cluster: it sends elsewhere (status 302)"),
        ((502, "<html><title>502 Bad Gateway</title></html>"), "a proxy answers 502 with “502 Bad Gateway”, not the"),
        ((500, ""), "the cluster refuses: no reason given"),
        ((500, {"error": {"type": "not_discovered", "reason": None}}), "the cluster refuses: not_discovered (see"),
        ("close", "the connection was closed without an answer (check the port; if it is one of TLS"),
    ],
)
def test_each_error_is_one_line(serve, step, expected):
    line = said(serve(step))
    assert expected in line
    assert "\n" not in line
    assert len(line) < 600


def test_a_wrong_password_is_said_without_it(serve):
    line = said(serve((401, {"error": "unauthorized"})), user="news", password=Secret("hunter2"))
    assert "the login was refused" in line
    assert "hunter2" not in line


def test_nobody_there_is_said_at_once():
    assert "nothing listens there" in said(None, host="127.0.0.1:1")
    assert "no such host" in said(None, host="no-such-host.invalid")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {"version": {"number": "8.13.0", "build_flavor": "default"}, "tagline": "You Know, for Search"},
            "this is Elasticsearch 8.13.0",
        ),
        ({"version": {"number": "1.3.0", "distribution": "opensearch"}}, "OpenSearch 1.3.0 is too old"),
        ({"hello": "world"}, "not an OpenSearch cluster"),
    ],
)
def test_other_programs_and_versions_are_refused(serve, body, expected):
    cluster = Cluster(parse_address(f"opensearch://{serve((200, body)).host}/news"))
    with pytest.raises(ClusterError, match=expected):
        require_opensearch(cluster)
    cluster.close()


@pytest.mark.parametrize("body", [{"status": "ok"}, [1, 2], 5, "", {"news": {"mappings": None}}])
def test_nothing_is_indexed_into_what_is_not_a_cluster(serve, capsys, tmp_path, body):
    (tmp_path / "a.txt").write_text("大桥通车。", encoding="utf-8")
    assert run_program(["--index", f"opensearch://{serve((200, body)).host}/news", "index", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert "not an OpenSearch cluster (check host and port)" in err
    assert err.count("\n") == 1


def test_certificates_are_checked(serve, certificate, tmp_path):
    server = serve((200, GOOD), context=tls(certificate))
    assert "its certificate is not trusted: self" in said(server, secure=True)
    assert ask(server, secure=True, ca_file=certificate[0]).body == GOOD
    assert ask(server, secure=True, verify=False).body == GOOD
    name = server.host.replace("127.0.0.1", "localhost")
    assert "its certificate is not trusted" in said(server, secure=True, ca_file=certificate[0], host=name)
    (tmp_path / "empty.pem").write_text("nothing")
    assert "cannot be used as a file of certificates" in said(server, secure=True, ca_file=tmp_path / "empty.pem")


def test_plain_and_tls_are_told_apart(serve, certificate):
    assert "write opensearchs:// instead" in said(serve((200, GOOD), context=tls(certificate)))
    assert "write opensearch:// instead" in said(serve((200, GOOD)), secure=True)


def test_the_program_says_it_in_one_line_and_ends_with_2(serve, capsys, monkeypatch):
    server = serve((401, {"error": "unauthorized"}))
    monkeypatch.setenv("NEWSGREP_CLUSTER_USER", "news")
    monkeypatch.setenv("NEWSGREP_CLUSTER_PASSWORD", "hunter2")
    assert run_program(["-v", "--index", f"opensearch://{server.host}/news", "search", "大桥"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1].startswith("newsgrep: opensearch://127.0.0.1:")
    assert "hunter2" not in err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://localhost/news", "unknown kind of address"),
        ("opensearch://user:hunter2@localhost/news", "must not contain a password"),
        ("opensearch://localhost", "the name of the index is missing"),
        ("opensearch://localhost/News", "not a name for an index"),
        ("opensearch://localhost/_all", "not a name for an index"),
        ("opensearch://localhost/a*", "not a name for an index"),
        ("opensearch://localhost:99999/news", "not a host, or not a port"),
        ("opensearch:///news", "not a host, or not a port"),
    ],
)
def test_wrong_addresses_are_refused(capsys, text, expected):
    assert run_program(["--index", text, "search", "大桥"]) == 2
    err = capsys.readouterr().err
    assert expected in err
    assert "hunter2" not in err
    assert err.count("\n") == 1


def test_addresses_are_read():
    address = parse_address("opensearchs://news@one:9201,[::1]:9202,three/search/news")
    assert [str(host) for host in address.hosts] == ["one:9201", "[::1]:9202", "three:9200"]
    assert (address.secure, address.prefix, address.name, address.options.user) == (True, "/search", "news", "news")
    assert str(address) == "opensearchs://one:9201,[::1]:9202,three:9200/search/news"
    places = places_in("opensearch://localhost:9200/news:/home/me/index")
    assert isinstance(places[0], ClusterAddress)
    assert [str(place) for place in places] == ["opensearch://localhost:9200/news", "/home/me/index"]


def test_secrets_come_from_environment_file_or_command(tmp_path):
    assert cluster_options({"password": Secret("a")}, None, {}).password == Secret("a")
    assert cluster_options({"password": Secret("a")}, None, {"NEWSGREP_CLUSTER_PASSWORD": "b"}).password == Secret("b")
    assert cluster_options({"password": Secret("a")}, None, {"NEWSGREP_CLUSTER_BEARER": "b"})[1:4] == (
        None,
        None,
        Secret("b"),
    )
    script = tmp_path / "secret"
    script.write_text("#!/bin/sh\necho 'p w'\n")
    script.chmod(0o700)
    assert cluster_options({"password_command": str(script)}, None, {}).password == Secret("p w")
    for command in ("false", "no-such-command", "'"):
        with pytest.raises(ConfigError, match="command"):
            cluster_options({"password_command": command}, None, {})
    assert "a" not in repr(cluster_options({"password": Secret("aaa")}, None, {}).password).replace("Secret", "")
    with pytest.raises(ConfigError, match="not a number of seconds"):
        cluster_options({}, None, {"NEWSGREP_CLUSTER_TIMEOUT": "soon"})


@pytest.mark.parametrize(
    ("in_file", "in_environment", "expected"),
    [
        ({}, None, True),
        ({}, "", True),
        ({}, "no", False),
        ({"verify": False}, None, False),
        ({"verify": False}, "yes", True),
        ({"verify": True}, "0", False),
    ],
)
def test_the_environment_says_whether_certificates_are_checked(in_file, in_environment, expected):
    environment = {} if in_environment is None else {"NEWSGREP_CLUSTER_VERIFY": in_environment}
    assert cluster_options(in_file, None, environment).verify is expected


def test_several_indexes_one_of_which_is_in_a_cluster_are_refused(tmp_path):
    from newsgrep.engine.open_engine import open_reader

    with pytest.raises(UsageError, match="cannot be searched together"):
        open_reader(tmp_path, parse_address("opensearch://localhost/news"))
