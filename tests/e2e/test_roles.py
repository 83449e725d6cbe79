"""Each role, and a user without one, against each method of the table, held against what was written down of
them (data/roles.txt): who may is answered, who may not is refused by name and leaves no trace."""

import contextlib
import json
import os
import unittest
import uuid

from studio import ROOT, Refused, Studio, example_params

NOBODY = "nobody"
UIDS = {"viewer": 65531, "artist": 65532, "manager": 65533, "inspector": 65534, NOBODY: 65530}
GROUP = 65529
CONFIG = {"roles": [*({"role": role, "uid": uid} for role, uid in UIDS.items() if role != NOBODY),
                    {"role": "artist", "gid": GROUP}]}


def written():
    """The roles of each method as the file has them."""
    may, roles = {}, []
    for line in (ROOT / "tests/data/roles.txt").read_text().splitlines():
        if line.endswith(":") and not line.startswith("#"):
            roles = line[:-1].split()
        elif not line.startswith("#"):
            for method in line.split():
                assert method not in may, f"{method} stands twice"
                may[method] = set(roles)
    return may


@contextlib.contextmanager
def somebody(uid, gid=65530, groups=()):
    """What connects in here is another user's: the kernel keeps who it was (unix(7))."""
    before = os.getgroups()
    os.setgroups(groups)
    os.setegid(gid)
    os.seteuid(uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(before)


@unittest.skipIf(os.getuid() != 0, "only root can be somebody else")
class Roles(unittest.TestCase):
    def setUp(self):
        self.studio = Studio(fixed=True, config=CONFIG)
        self.addCleanup(self.studio.__exit__)
        self.studio.start()
        os.chmod(self.studio.folder, 0o755)
        os.chmod(self.studio.socket, 0o777)
        self.root = self.studio.connect()

    def connect(self, uid, **more):
        with somebody(uid, **more):
            return self.studio.connect()

    def events(self):
        return self.root.call("daemon.status")["store"]["events"]

    def told(self, connection, method, params):
        """The name of the error, None where there is none. Notifications in between are passed over."""
        connection.send(json.dumps(connection.request(method, params)) + "\n")
        while (reply := connection.reply()).get("id") != connection.last_id:
            pass
        return reply["error"]["data"]["name"] if "error" in reply else None

    def params(self, method):
        example = next(e for e in method["examples"] if "result" in e)
        params = example_params(example, self.studio)
        return {**params, "op_id": str(uuid.uuid4())} if "op_id" in params else params

    def play(self, methods):
        """The story that the examples tell, so that there is something to be asked about."""
        for method in methods:
            for example in method["examples"]:
                with contextlib.suppress(Refused):
                    self.root.call(method["name"], **example_params(example, self.studio))

    def test_every_method_is_for_whom_it_was_written_down(self):
        methods, may = self.root.call("rpc.discover")["methods"], written()
        self.assertEqual({m["name"] for m in methods}, set(may))
        self.play(m for m in methods if m["name"] != "event.subscribe")
        users = {role: self.connect(uid) for role, uid in UIDS.items()}
        told = {"allowed": 0, "refused": 0}
        for method in methods:
            name, before = method["name"], self.events()
            for role in users.keys() - may[name]:
                for params in (self.params(method), {"no_such_parameter": 1}):
                    self.assertEqual(self.told(users[role], name, params), "role.denied", (name, role))
                told["refused"] += 1
            self.assertEqual(self.events(), before, name)
            for role in may[name]:
                self.assertNotEqual(self.told(users[role], name, self.params(method)), "role.denied", (name, role))
                told["allowed"] += 1
            self.assertEqual(set(method["x-roles"]), may[name], name)
        self.assertTrue(self.root.call("audit.verify")["whole"])
        print(f"{len(methods)} methods, {len(users)} users: {told['allowed']} allowed, {told['refused']} refused")

    def test_a_role_comes_by_user_by_group_and_by_any_of_the_groups(self):
        for connection, roles in ((self.root, ["manager"]), (self.connect(UIDS["viewer"]), ["viewer"]),
                                  (self.connect(UIDS["viewer"], gid=GROUP), ["viewer", "artist"]),
                                  (self.connect(UIDS[NOBODY], groups=[65528, GROUP]), ["artist"])):
            self.assertEqual(connection.call("daemon.status")["roles"], roles)
        self.assertEqual(self.told(self.connect(UIDS[NOBODY]), "daemon.status", {}), "role.denied")


if __name__ == "__main__":
    unittest.main()
