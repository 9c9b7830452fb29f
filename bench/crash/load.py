#!/usr/bin/python3
"""Files exhibits with a server as fast as it acknowledges them, and keeps what it acknowledged.

load.py ACKNOWLEDGED IDS    ACKNOWLEDGED: a file, one line "exhibit event sha256" for each 201
                            IDS: JSON with tenant, claim, subject

A process of its own, so that nothing it knows goes with the server. Told by lines on its input:
"go PORT" begins, "stop" ends and is answered by a line "ACKNOWLEDGED SECONDS": how many came in
how long. What was under way when the server ended is sent again, with the same ids, at the next go.
"""

import asyncio
import hashlib
import json
import os
import secrets
import sys
import time

CONNECTIONS = 24
ANSWER_TIME_MAX_S = 60


def make_uuid7() -> str:
    value = (time.time_ns() // 1_000_000) << 80 | 7 << 76 | secrets.randbits(12) << 64
    digits = f"{value | 2 << 62 | secrets.randbits(62):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


class Load:
    def __init__(self, acknowledged_file: str, ids: dict):
        self.file = os.open(acknowledged_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.query = "&".join(f"{name}={value}" for name, value in ids.items())
        self.port = 0
        self.running = asyncio.Event()
        self.count = 0
        self.refused: list[str] = []

    async def client(self) -> None:
        pending = None
        while True:
            await self.running.wait()
            writer = None
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                while self.running.is_set():
                    pending = pending or (make_uuid7(),
                                          b"\xff\xd8\xff\xe0" + secrets.token_bytes(
                                              200 + secrets.randbelow(2000)))
                    if await asyncio.wait_for(self.file_one(reader, writer, pending),
                                              ANSWER_TIME_MAX_S):
                        pending = None
            except (OSError, EOFError, asyncio.TimeoutError):
                await asyncio.sleep(0.02)
            finally:
                if writer is not None:
                    writer.close()

    async def file_one(self, reader, writer, pending) -> bool:
        """True when it was acknowledged; what the server refuses is an error of the run."""
        exhibit, content = pending
        writer.write((f"POST /v1/exhibits?{self.query}&exhibit={exhibit}&retention_class=dispute "
                      f"HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
                      f"Content-Length: {len(content)}\r\n\r\n").encode() + content)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii")
        status = int(head.split(" ", 2)[1])
        length = next(int(line.split(":")[1]) for line in head.split("\r\n")
                      if line.lower().startswith("content-length:"))
        answer = json.loads(await reader.readexactly(length))
        if status in (429, 503):  # too busy now
            await asyncio.sleep(0.05)
            return False
        if status != 201 or answer["sha256"] != hashlib.sha256(content).hexdigest():
            self.refused.append(f"{status} {answer}")
            return True
        os.write(self.file, f"{exhibit} {answer['event']} {answer['sha256']}\n".encode())
        self.count += 1
        return True

    async def run(self) -> None:
        clients = [asyncio.create_task(self.client()) for _ in range(CONNECTIONS)]
        commands = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
        start = 0.0
        while line := (await commands.readline()).decode().split():
            if line[0] == "go":
                self.port, self.count, start = int(line[1]), 0, time.monotonic()
                self.running.set()
            else:
                self.running.clear()
                seconds = time.monotonic() - start
                await asyncio.sleep(0.05)  # answers that came before the end are read
                print(json.dumps({"count": self.count, "seconds": seconds,
                                  "refused": self.refused}), flush=True)
                self.refused = []
        for client in clients:
            client.cancel()


if __name__ == "__main__":
    asyncio.run(Load(sys.argv[1], json.loads(sys.argv[2])).run())
