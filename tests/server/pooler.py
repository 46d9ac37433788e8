"""A real PgBouncer in transaction mode before the tests' PostgreSQL; like it on a Unix socket only."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

from tests.server.postgres import OWNER, SHOP, Cluster

PROGRAM = "/usr/sbin/pgbouncer"
PORT = 6432
SERVER_CONNECTIONS = 3
PATIENCE_SECONDS = 10
SETTINGS = """
[databases]
* = host={cluster} user={owner}

[pgbouncer]
listen_addr =
listen_port = {port}
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 200
ignore_startup_parameters = {ignored}
logfile = {folder}/log
"""


@contextmanager
def pooler_before(cluster: Cluster, *, ignored: str = "extra_float_digits") -> Iterator[str]:
    """The URL that leads to the tests' shop by a pooler with few connections; it is gone afterwards."""
    if not Path(PROGRAM).exists():
        pytest.fail("PgBouncer is needed: apt-get install pgbouncer")
    folder = Path(mkdtemp(prefix="kopilka-pooler-"))
    settings = folder / "settings.ini"
    settings.write_text(
        SETTINGS.format(
            cluster=cluster.folder,
            owner=OWNER,
            folder=folder,
            port=PORT,
            connections=SERVER_CONNECTIONS,
            ignored=ignored,
        )
    )
    command = [PROGRAM, "--quiet", str(settings)]
    if os.geteuid() == 0:
        for ours in (folder, settings):
            shutil.chown(ours, OWNER, OWNER)
        command = ["setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--clear-groups", *command]
    process = subprocess.Popen(command, cwd="/", stderr=subprocess.DEVNULL)
    try:
        _wait_for(folder)
        yield f"postgresql+psycopg://{OWNER}@/{SHOP}?host={folder}&port={PORT}"
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


def _wait_for(folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            psycopg.connect(host=str(folder), port=PORT, user=OWNER, dbname=SHOP).close()
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.02)
        else:
            return
