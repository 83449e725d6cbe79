"""The unit: what systemd says of it, and a daemon that lives its whole life under its restrictions,
every method's examples included."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import unittest

import test_examples
from studio import PATIENCE, ROOT, Studio, stock

sys.path.insert(0, str(ROOT / "tests/support"))
import confined  # noqa: E402

UNIT = os.environ["UNIT"]
EXPOSURE_MOST = 5  # tenths


class ConfinedStudio(Studio):
    """Its daemon runs as the unit has it. The folder is where that may write."""

    def command(self):
        if os.getuid() == 0:
            os.chown(self.folder, confined.USER, confined.USER)
        return ["/usr/bin/python3", confined.__file__, UNIT, self.folder, *super().command()]

    def daemon(self):
        """The process behind all that surrounds it."""
        pid = self.process.pid
        while children := pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            pid = int(children[0])
        return pid

    def stop(self, how=signal.SIGTERM):
        if self.process is None:
            return None
        os.kill(self.daemon(), how)
        _, err = self.process.communicate(timeout=PATIENCE)
        status, self.process = self.process.returncode, None
        assert "lines before this one" not in err, err
        return status


def boxes():
    """Whether this machine lets anybody make the namespaces."""
    tried = subprocess.run(["bwrap", "--ro-bind", "/", "/", "--unshare-net", "--unshare-pid", "true"],
                           capture_output=True, check=False)
    return tried.returncode == 0


class Unit(unittest.TestCase):
    def test_systemd_finds_little_exposed(self):
        told = subprocess.run(["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE_MOST}", UNIT],
                              capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(told.returncode, 0, told.stdout + told.stderr)
        found = re.search(r"Overall exposure level for stippled.service: ([\d.]+)", told.stdout)
        self.assertLessEqual(float(found[1]), EXPOSURE_MOST / 10)

    def test_every_restriction_is_one_that_is_tried_here_or_left_to_systemd_by_name(self):
        for option, _ in confined.options(UNIT):
            if not confined.MANAGER.match(option) and option != "SystemCallFilter":
                self.assertTrue(option in confined.KEPT or option in confined.NARROWED, option)


@unittest.skipUnless(boxes(), "no namespaces on this machine")
class Service(unittest.TestCase):
    def test_it_is_ready_when_it_says_so_and_stops_in_the_orderly_way(self):
        with ConfinedStudio() as studio:
            self.assertEqual(studio.stop(), 0)
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
                manager.bind(str(studio.folder / "notify"))
                os.chmod(studio.folder / "notify", 0o777)
                manager.settimeout(PATIENCE)
                os.environ["NOTIFY_SOCKET"] = str(studio.folder / "notify")
                try:
                    studio.start()
                finally:
                    del os.environ["NOTIFY_SOCKET"]
                self.assertEqual(manager.recv(64), b"READY=1")
            stock(studio.connect())
            self.assertEqual(studio.stop(), 0)
            self.assertFalse(studio.socket.exists())

    def test_it_has_no_privilege_and_nowhere_else_to_write(self):
        with ConfinedStudio() as studio:
            status = pathlib.Path(f"/proc/{studio.daemon()}/status").read_text()
            said = dict(re.findall(r"^(\w+):\s+(\S+)", status, re.M))
            self.assertEqual({int(said[kind], 16) for kind in ("CapPrm", "CapEff", "CapAmb")}, {0})
            self.assertEqual((said["NoNewPrivs"], said["Seccomp"]), ("1", "2"))
            self.assertNotEqual(int(said["Uid"]), 0)
            net = pathlib.Path(f"/proc/{studio.daemon()}/net/dev").read_text().splitlines()
            self.assertEqual([line.split(":")[0].strip() for line in net[2:]], ["lo"])
            connection = studio.connect()
            stock(connection)
            for path in ("/etc/copy.db", "/home/copy.db", "/usr/copy.db"):
                with self.assertRaises(test_examples.Refused):
                    connection.call("backup.make", path=path)
            connection.call("backup.make", path=str(studio.folder / "copy.db"))

    def test_a_call_outside_the_filter_ends_the_process(self):
        for call in ("import os; os.chroot('/')", "import socket; socket.socket(socket.AF_INET)",
                     "import mmap; mmap.mmap(-1, 4096, prot=7)"):
            with ConfinedStudio() as studio:
                words = ["/usr/bin/python3", confined.__file__, UNIT, studio.folder, "/usr/bin/python3", "-c", call]
                ended = subprocess.run(words, capture_output=True, timeout=PATIENCE, check=False)
                self.assertIn(ended.returncode, (-signal.SIGSYS, 128 + signal.SIGSYS), ended.stderr)


@unittest.skipUnless(boxes(), "no namespaces on this machine")
class UnderTheUnit(test_examples.Examples):
    studio_class = ConfinedStudio


if __name__ == "__main__":
    unittest.main()
