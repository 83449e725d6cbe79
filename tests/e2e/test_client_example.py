"""The example of include/stipple/client.h against a real daemon, and without one."""

import json
import os
import subprocess
import unittest

from studio import PATIENCE, Studio, stock


def example(path):
    return subprocess.run([os.environ["CLIENT_EXAMPLE"], str(path)], capture_output=True, text=True,
                          timeout=PATIENCE, check=False)


class ClientExample(unittest.TestCase):
    def test_reads_writes_and_tells_answers_apart(self):
        with Studio() as studio:
            connection = studio.connect()
            stock(connection)
            done = example(studio.socket)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            shelf, person, *both = done.stdout.splitlines()
            self.assertTrue(json.loads(shelf)["containers"])
            staff = connection.call("staff.list")["staff"]
            self.assertIn(json.loads(person)["staff"], [row["id"] for row in staff])
            answers = dict(line.split(": ", 1) for line in both)
            self.assertTrue(json.loads(answers["pigments"])["pigments"])
            self.assertTrue(json.loads(answers["products"])["products"])

    def test_without_a_daemon_it_ends_with_6(self):
        done = example("/nonexistent/stippled.sock")
        self.assertEqual((done.returncode, done.stdout), (6, ""))
        self.assertIn("not running", done.stderr)


if __name__ == "__main__":
    unittest.main()
