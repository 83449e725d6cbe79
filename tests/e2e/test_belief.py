"""Seals, backups, restores: what a studio shows to somebody who doubts it."""

import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import unittest

from studio import PATIENCE, Refused, Studio, stock


def stippled(*words):
    return subprocess.run([os.environ["STIPPLED"], *map(str, words)], capture_output=True, text=True,
                          timeout=PATIENCE, check=False)


class Belief(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.studio = Studio()
        cls.studio.start()
        cls.connection = cls.studio.connect()
        stock(cls.connection)
        folder = pathlib.Path(os.environ["STIPPLED"]).resolve().parent
        cls.env = {"PATH": f"{folder}:{os.environ['PATH']}"}

    @classmethod
    def tearDownClass(cls):
        cls.studio.__exit__()

    def run_client(self, *words, status=0):
        done = self.studio.client(*words, env=self.env)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def backup(self, name):
        path = self.studio.folder / name
        self.run_client("backup", path)
        return path

    def test_the_key_shows_in_the_status_on_the_seal_and_in_the_history(self):
        seal = self.connection.call("audit.seal")
        self.assertEqual(self.connection.call("daemon.status")["store"]["key"], seal["fingerprint"])
        self.assertIn(seal["fingerprint"], self.run_client("status").stdout)
        events = self.connection.call("event.list", type="audit.key")["events"]
        self.assertEqual([e["body"]["made"]["public_key"] for e in events], [seal["public_key"]])
        self.assertEqual(self.connection.call("audit.verify")["key"], seal["fingerprint"])
        self.assertEqual((self.studio.data / "seal.key").stat().st_mode & 0o777, 0o600)

    def test_a_printed_seal_is_believed_later_and_another_one_is_not(self):
        printed = self.run_client("audit", "seal").stdout.split("\n\n")[0]
        signed = self.run_client("audit", "seal", "--json").stdout
        self.connection.write("product.add", maker="M", name="After the seal", kind="other")
        path = self.backup("sealed.db")
        for words in ((), ("--file", path)):
            for seal in (printed, printed.upper(), signed):
                self.assertIn("yes", self.run_client("audit", "verify", "--seal", seal, *words).stdout)
            wrong = printed[:-3] + ("aaa" if printed[-3:] != "aaa" else "bbb")
            done = self.run_client("audit", "verify", "--seal", wrong, *words, status=1)
            self.assertIn("only 16 differs", done.stdout.replace("\n", " "))
            self.assertNotIn("NOT WHOLE", done.stdout)
            self.run_client("audit", "verify", "--seal", "12 34", *words, status=2)
        forged = json.dumps({**json.loads(signed), "time": "2020-01-01T00:00:00.000Z"})
        self.run_client("audit", "verify", "--seal", forged, status=1)

    def test_a_backup_is_verified_by_its_file_and_its_key(self):
        path = self.backup("monday.db")
        whole = path.read_bytes()
        seal = self.connection.call("audit.seal")
        for key in (seal["public_key"], seal["fingerprint"], seal["fingerprint"].upper().replace("-", " ")):
            self.assertEqual(stippled("--verify", path, "--key", key).returncode, 0)
        self.assertEqual(stippled("--verify", path, "--key", "0" * 64).returncode, 1)
        self.assertIn("whole", self.run_client("audit", "verify", "--file", path).stdout)
        answer = json.loads(self.run_client("audit", "verify", "--file", path, "--json").stdout)
        self.assertEqual((answer["whole"], answer["key"]), (True, seal["fingerprint"]))
        self.assertEqual(path.read_bytes(), whole)
        self.assertEqual([p.name for p in self.studio.folder.glob("monday*")], ["monday.db"])

    def test_a_changed_backup_is_told_with_the_row(self):
        path = self.backup("changed.db")
        db = sqlite3.connect(path)
        db.execute("UPDATE lot SET lot_no = 'NB-2208' WHERE id = 1")
        db.commit()
        db.close()
        done = stippled("--verify", path)
        self.assertEqual(done.returncode, 1)
        self.assertIn("lot 1: lot_no", done.stdout)
        self.assertIn("lot 1", self.run_client("audit", "verify", "--file", path, status=1).stdout)
        self.assertEqual(stippled("--restore", path, "--data", self.studio.folder / "no").returncode, 1)
        self.assertFalse((self.studio.folder / "no" / "stipple.db").exists())

    def test_what_cannot_be_verified_says_why(self):
        empty = self.studio.folder / "empty"
        empty.write_bytes(b"")
        for words in ((empty,), (self.studio.folder / "absent",), (self.studio.data / "stipple.db",)):
            done = stippled("--verify", *words)
            self.assertEqual(done.returncode, 1)
            self.assertTrue(done.stderr.strip())
            self.run_client("audit", "verify", "--file", *words, status=1)
        for words in (("--verify", empty, "--data", "x"), ("--key", "x"), ("--json",)):
            self.assertEqual(stippled(*words).returncode, 2)

    def test_only_a_manager_makes_backups(self):
        methods = {m["name"]: m for m in self.connection.call("rpc.discover")["methods"]}
        self.assertEqual(methods["backup.make"]["x-roles"], ["manager"])

    def test_paths_are_checked_and_nothing_is_overwritten(self):
        for path, name in (("b.db", "backup.path"), (f"{self.studio.data}/b.db", "backup.path"),
                           ("/etc/passwd", "backup.exists"), ("/nowhere/b.db", "backup.path")):
            with self.assertRaises(Refused) as caught:
                self.connection.call("backup.make", path=path)
            self.assertEqual((caught.exception.name, caught.exception.field), (name, "path"))
        self.assertEqual(list(self.studio.data.glob("b.db*")), [])

    def test_a_restored_studio_goes_on_and_says_when_its_key_is_new(self):
        path = self.backup("restored.db")
        before = json.loads(stippled("--verify", path, "--json").stdout)["events"]
        keys = [self.studio.data / "seal.key", self.studio.data / "studio.key"]
        for with_keys in (True, False):
            with self.subTest(with_keys=with_keys):
                self.restore(path, keys if with_keys else [], before)

    def restore(self, path, keys, before):
        other = Studio()
        self.addCleanup(other.__exit__)
        other.data.mkdir(mode=0o750)
        for key in filter(pathlib.Path.exists, keys):
            shutil.copy2(key, other.data)
        done = stippled("--restore", path, "--data", other.data)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("seal.key", done.stdout)
        self.assertEqual(stippled("--restore", path, "--data", other.data).returncode, 5)
        other.start()
        connection = other.connect()
        status = connection.call("daemon.status")["store"]
        self.assertEqual(status["events"], before + (0 if keys else 1))
        self.assertTrue(connection.call("audit.verify")["whole"])
        named = connection.call("event.list", type="audit.key")["events"]
        self.assertEqual(len(named), 1 if keys else 2)


if __name__ == "__main__":
    unittest.main()
