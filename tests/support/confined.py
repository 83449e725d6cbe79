#!/usr/bin/python3
"""Runs a command as stippled.service runs the daemon, as far as that goes without systemd: its view
of the files, its namespaces, no capability, another user, and only the system calls of its filter.
A call outside of that ends the process here, where the unit would refuse it.

    confined.py UNIT FOLDER COMMAND...     FOLDER stands for the state and runtime directories"""

import os
import pathlib
import re
import subprocess
import sys

import seccomp
from seccomp import ALLOW, ERRNO, KILL_PROCESS, MASKED_EQ, Arg

USER = 65534
PROT_WRITE, PROT_EXEC = 2, 4
AF_UNIX = 1
CLONE_NEW = 0x7E020080  # every namespace, clone(2)
SET_ID = 0o6000
# How each restriction of the unit is kept here. None: bubblewrap or the missing capabilities see to
# it anyway, or it is about what the service manager does.
KEPT = {
    "ProtectSystem": ["--ro-bind", "/", "/"],
    "PrivateDevices": ["--dev", "/dev"],
    "ProtectProc": ["--proc", "/proc", "--unshare-pid"],
    "ProtectHome": ["--perms", "0000", "--tmpfs", "/home", "--perms", "0000", "--tmpfs", "/root"],
    "PrivateTmp": ["--tmpfs", "/tmp", "--tmpfs", "/var/tmp"],
    "PrivateNetwork": ["--unshare-net"],
    "PrivateIPC": ["--unshare-ipc"],
    "ProtectHostname": ["--unshare-uts"],
    "ProtectControlGroups": ["--unshare-cgroup-try"],
    "CapabilityBoundingSet": ["--cap-drop", "ALL"],
    **dict.fromkeys((
        "AmbientCapabilities", "DevicePolicy", "IPAddressDeny", "KeyringMode", "LockPersonality", "NoNewPrivileges",
        "PrivateMounts", "ProcSubset", "ProtectClock", "ProtectKernelLogs", "ProtectKernelModules",
        "ProtectKernelTunables", "ReadWritePaths", "RemoveIPC", "RestrictRealtime", "SystemCallArchitectures",
        "SystemCallErrorNumber")),
}
# Calls that are allowed with some arguments only, and with which.
NO_EXEC = [[Arg(2, MASKED_EQ, PROT_EXEC, 0)]]
NARROWED = {
    "MemoryDenyWriteExecute": {"mmap": [*NO_EXEC, [Arg(2, MASKED_EQ, PROT_WRITE, 0)]], "mprotect": NO_EXEC,
                               "pkey_mprotect": NO_EXEC, "shmat": []},
    "RestrictAddressFamilies": {"socket": [[Arg(0, seccomp.EQ, AF_UNIX)]], "socketpair": [[Arg(0, seccomp.EQ, AF_UNIX)]]},
    "RestrictNamespaces": {"clone": [[Arg(0, MASKED_EQ, CLONE_NEW, 0)]], "unshare": [], "setns": []},
    "RestrictSUIDSGID": {name: [[Arg(i, MASKED_EQ, SET_ID, 0)]]
                         for name, i in (("chmod", 1), ("fchmod", 1), ("fchmodat", 2), ("mkdir", 1), ("mkdirat", 2))},
}
MANAGER = re.compile(r"(Type|EnvironmentFile|Exec|User|Group|State|Runtime|UMask|Restart|Timeout)")


def options(unit):
    """The pairs of [Service], in order."""
    text = pathlib.Path(unit).read_text()
    service = re.search(r"^\[Service\]\n(.*?)(^\[|\Z)", text, re.S | re.M)[1]
    return re.findall(r"^(\w+)=(.*)$", service, re.M)


def members(name):
    """The system calls behind a word of a filter."""
    if not name.startswith("@"):
        return {name}
    listed = subprocess.run(["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True)
    words = re.findall(r"^ +([@\w-]+)$", listed.stdout, re.M)
    return set().union(*map(members, words))


def allowed(unit):
    """The system calls of the unit's filter."""
    calls = set()
    for option, words in options(unit):
        if option == "SystemCallFilter":
            found = set().union(*map(members, words.lstrip("~").split()))
            calls = calls - found if words.startswith("~") else calls | found
    return calls


def restriction(unit):
    """The filter, to be loaded."""
    calls, rules = allowed(unit), seccomp.SyscallFilter(KILL_PROCESS)
    narrowed = {}
    for option, _ in options(unit):
        narrowed.update(NARROWED.get(option, {}))
    for call in sorted(calls - narrowed.keys() - {"clone3"}):
        try:
            rules.add_rule(ALLOW, call)
        except (RuntimeError, ValueError):
            pass  # of another machine or a newer kernel
    for call, ways in narrowed.items():
        for arguments in ways if call in calls else []:
            rules.add_rule(ALLOW, call, *arguments)
    rules.add_rule(ERRNO(38), "clone3")  # its flags are not to be seen; libc goes on with clone
    return rules


def outside(unit, folder, command):
    """Into the namespaces, and on with this program there."""
    words = ["bwrap", "--die-with-parent"]
    for option, _ in options(unit):
        if option not in NARROWED and option != "SystemCallFilter" and not MANAGER.match(option):
            words += KEPT[option] or []
    if os.getuid() == 0:
        words += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    paths = [os.path.realpath(p) for p in (command[0], unit, __file__, folder)]
    for path in paths:  # as a temporary folder may have hidden it
        parents = [path[:i] for i, c in enumerate(path) if c == "/" and path.startswith("/tmp/")][2:]
        for parent in parents:
            words += ["--perms", "0755", "--dir", parent]
        words += ["--bind" if path == paths[3] else "--ro-bind", path, path]
    os.execvp("bwrap", [*words, sys.executable, paths[2], "--inside", paths[1], paths[0], *command[1:]])


def inside(unit, command):
    """The user, the filter, the command."""
    rules = restriction(unit)
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(USER)
        os.setuid(USER)
    rules.load()
    os.execv(command[0], command)


if __name__ == "__main__":
    if sys.argv[1] == "--inside":
        inside(sys.argv[2], sys.argv[3:])
    outside(sys.argv[1], sys.argv[2], sys.argv[3:])
