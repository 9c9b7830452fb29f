#!/usr/bin/python3
"""A PostgreSQL server of one's own, for tests: real settings, a temporary folder, no network.

    cluster.py                 prints {"url": ..., "folder": ...} when it is ready; ends, and leaves
                               nothing, when its input ends (so also when who started it is killed)
    cluster.py run COMMAND...  runs the command with PIXIU_TEST_POSTGRESQL set to the URL

As root, the server runs as the user postgres, or nobody: PostgreSQL refuses to run as root.
"""

import contextlib
import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"),
                  key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0))
# Durability as in use; only the sizes are a test's.
SETTINGS = {
    "listen_addresses": "", "unix_socket_permissions": "0777", "max_connections": "200",
    "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on",
    "shared_buffers": "64MB", "max_wal_size": "256MB", "autovacuum_naptime": "10s",
    "log_min_messages": "warning",
}


def unprivileged() -> list[str]:
    """What a command is prefixed with so that it does not run as root."""
    if os.geteuid() != 0:
        return []
    user = server_user()
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]


def server_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise SystemExit("cluster.py: neither the user postgres nor nobody is there")


def run(program: str, *arguments: str) -> None:
    done = subprocess.run([*unprivileged(), BINARIES[-1] / program, *arguments], text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, cwd="/", check=False)
    if done.returncode != 0:
        raise SystemExit(f"cluster.py: {program} failed:\n{done.stdout}")


@contextlib.contextmanager
def cluster() -> Iterator[dict[str, str]]:
    if not BINARIES:
        raise SystemExit("cluster.py: PostgreSQL is not installed; run script/bootstrap")
    folder = Path(tempfile.mkdtemp(prefix="pixiu-postgresql-"))
    try:
        if os.geteuid() == 0:
            user = server_user()
            os.chown(folder, user.pw_uid, user.pw_gid)
        folder.chmod(0o755)
        data = folder / "data"
        run("initdb", "--pgdata", str(data), "--username=pixiu", "--auth=trust", "--no-sync",
            "--encoding=UTF8", "--no-locale", "--data-checksums")
        settings = [f"-c {name}='{value}'" for name, value in SETTINGS.items()]
        run("pg_ctl", "start", "--pgdata", str(data), "--wait", "--silent",
            "--log", str(folder / "log"), "--options",
            " ".join([*settings, f"-c unix_socket_directories='{folder}'"]))
        try:
            yield {"url": f"postgresql://pixiu@/postgres?host={folder}", "folder": str(folder)}
        finally:
            run("pg_ctl", "stop", "--pgdata", str(data), "--mode=immediate", "--silent")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    # An end that is asked for cleans up too: a time limit ends the whole group of processes.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with cluster() as running:
        if arguments[:1] == ["run"]:
            environment = {**os.environ, "PIXIU_TEST_POSTGRESQL": running["url"]}
            return subprocess.run(arguments[1:], env=environment, check=False).returncode
        print(json.dumps(running), flush=True)
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
