"""Runs a Milvus server in a network of its own, reached through one Unix socket; ends when its standard input closes.

unshare --map-root-user --net python -m tests.indexing.milvus_namespace FOLDER SOCKET

The server listens on every address of the machine, which no test may do. Inside a network namespace there is nothing
but a loopback of its own, whose ports clash with nobody's.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path

_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1
#: A server that was begun answers within so many seconds, also on a busy machine.
_STARTS_WITHIN_S = 300


def loopback_up() -> None:
    """A new network namespace has its loopback switched off."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", _IFF_UP))


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while block := await source.read(1 << 16):
            target.write(block)
            await target.drain()
    except ConnectionError:
        return  # one side has hung up
    finally:
        target.close()


async def _serve(path: Path, port: int) -> None:
    """Carry connections until standard input ends."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        with suppress(asyncio.CancelledError):  # the end
            await asyncio.gather(_pump(reader, inner_writer), _pump(inner_reader, writer))

    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), lambda: os.read(0, 1) or ended.set())
    async with await asyncio.start_unix_server(carry, path):
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await ended.wait()


def main() -> None:
    from milvus import MilvusServer, MilvusServerConfig

    folder, path = Path(sys.argv[1]), Path(sys.argv[2])
    loopback_up()
    server = MilvusServer(MilvusServerConfig(data_dir=str(folder)), wait_for_started=False)
    server.start()
    try:
        server.wait_started(timeout=1000 * _STARTS_WITHIN_S)
        asyncio.run(_serve(path, server.listen_port))
    finally:
        os.kill(server.server_proc.pid, signal.SIGKILL)  # it takes no notice of SIGTERM
        server.server_proc.wait()
        server.server_proc = None


if __name__ == "__main__":
    main()
