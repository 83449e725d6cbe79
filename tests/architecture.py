#!/usr/bin/env python3
"""The house rules a compiler does not check: what a room may include, and what lies at the top."""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOP = {"daemon", "client", "profiles", "include", "tests", "CMakeLists.txt", "README.md", "LICENSE",
       "CMakePresets.json"}
# Room: the rooms it may include, and the libraries' headers.
ROOMS = {
    "base": (set(), set()),
    "json": ({"base"}, {"cjson"}),
    "colour": ({"base"}, {"lcms2"}),
    "store": ({"base", "json"}, {"sqlite3", "sodium"}),
    "rpc": ({"base", "json"}, {"cjson"}),
    "net": ({"base"}, {"uv"}),
    "app": ({"base", "json", "colour", "store", "rpc", "net"}, {"uv", "cjson"}),
    "client": ({"base", "json", "colour"}, {"cjson", "pango", "qrencode", "sodium"}),
    "profiles": ({"base", "colour", "json"}, {"lcms2", "cjson"}),
}
LIBRARIES = {"cjson", "lcms2", "pango", "qrencode", "sqlite3", "sodium", "uv"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def room_of(path):
    parts = path.parts
    return parts[1] if parts[0] == "daemon" else parts[0]


def faults_of(path):
    room = room_of(path)
    rooms, libraries = ROOMS[room]
    for quote, name in INCLUDE.findall((ROOT / path).read_text()):
        head = re.split(r"[/.]", name)[0]
        if quote == "<" and head in LIBRARIES and head not in libraries:
            yield f"{path}: <{name}> belongs to another room"
        if quote == '"' and head in ROOMS and head != room and head not in rooms:
            yield f"{path}: \"{name}\" is of a room it may not see"


def main():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [pathlib.Path(line) for line in tracked.stdout.splitlines()]
    faults = [f"{top}: nothing else lies at the top level"
              for top in sorted({p.parts[0] for p in paths}) if top not in TOP and top[0] != "."]
    checked = [p for p in paths if p.suffix in (".c", ".h") and p.parts[0] in ("daemon", "client", "profiles")]
    for path in checked:
        faults.extend(faults_of(path))
    print("\n".join(faults) if faults else f"{len(checked)} files keep to their rooms")
    return 1 if faults or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
