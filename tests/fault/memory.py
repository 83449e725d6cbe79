"""A studio whose daemon's memory is counted and can run out (memory.h)."""

import json
import mmap
import os
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from studio import Studio  # noqa: E402

FIELDS = ("on", "pass", "fail", "failed", "seen", "seed", "rehearse", "cold", "recorded", "commit_from", "blocks",
          "held")
LOST_REPLY = None


class Memory:
    """What the daemon's memory does wrong, in the daemon's memory too: `set` while it runs."""

    def __init__(self, path):
        path.write_bytes(bytes(4 * len(FIELDS)))
        with open(path, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), 4 * len(FIELDS))

    def __getitem__(self, field):
        return struct.unpack_from("=I", self.map, 4 * FIELDS.index(field))[0]

    def __setitem__(self, field, value):
        struct.pack_into("=I", self.map, 4 * FIELDS.index(field), value)

    def set(self, at=0, seed=0, rehearse=False, cold=False):
        """The allocation of that number from now on, counted from 1, ends with NULL; 0: none does."""
        self.clear()
        for field, value in (("pass", max(at - 1, 0)), ("fail", int(at > 0)), ("seed", seed), ("cold", cold),
                             ("rehearse", rehearse), *((field, 0) for field in ("failed", "seen", "recorded"))):
            self[field] = int(value)
        self["on"] = 1

    def clear(self):
        self["on"] = 0


class MemoryStudio(Studio):
    """Its clock stands. What the daemon says goes to a file: a pipe that nobody reads would be full at some time."""

    def __init__(self):
        super().__init__(fixed=True)
        path = self.folder / "memory"
        self.memory, self.log = Memory(path), self.folder / "log"
        self.environment = f"STIPPLE_MEMORY_FAULTS={path}"

    def command(self):
        return ["sh", "-c", 'exec env "$@" 2>>"$0"', self.log, self.environment, os.environ["STIPPLED_MEMORY"],
                *super().command()[1:]]

    def stop(self, *how):
        status = super().stop(*how)
        said = self.log.read_text() if self.log.exists() else ""
        if "Sanitizer" in said or "runtime error" in said:
            raise AssertionError(said[-8000:])
        return status

    def ask(self, connection, method, params):
        """One call; its reply, or LOST_REPLY when the daemon hangs up instead."""
        try:
            connection.send(json.dumps(connection.request(method, params)) + "\n")
            line = connection.line()
        except OSError:
            return LOST_REPLY
        if line is None:
            return LOST_REPLY
        reply = json.loads(line)
        reply.pop("id")
        return reply
