#!/usr/bin/python3
"""Python's own file server, over http and https, on free ports of 127.0.0.1: for tests of clients.

    server.py FOLDER   serves FOLDER; prints {"http": port, "https": port, "authority": PEM file}
                       when it is ready, and ends when its input does

The certificate is for localhost, from an authority made on the spot. A folder without its slash is
answered with a redirect, as file servers do.
"""

import functools
import http.server
import json
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
from pathlib import Path


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


def make_certificate(folder: Path) -> None:
    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-days", "2", "-subj", "/CN=Test authority", "-keyout", "authority.key",
            "-out", "authority.pem")
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr")
    (folder / "names").write_text("subjectAltName=DNS:localhost\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey",
            "authority.key", "-CAcreateserial", "-days", "1", "-extfile", "names",
            "-out", "server.pem")


def main(served: str) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="pixiu-https-") as name:
        folder = Path(name)
        make_certificate(folder)
        handler = functools.partial(QuietHandler, directory=served)
        ready: dict[str, object] = {"authority": str(folder / "authority.pem")}
        for scheme in ("http", "https"):
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            if scheme == "https":
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(folder / "server.pem", folder / "server.key")
                server.socket = context.wrap_socket(server.socket, server_side=True,
                                                    do_handshake_on_connect=False)
            ready[scheme] = server.server_address[1]
            threading.Thread(target=server.serve_forever, daemon=True).start()
        print(json.dumps(ready), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
