"""Clients: who they are is in no file, and nobody looks without a trace."""

import json
import os
import subprocess
import unittest
import uuid

from studio import PATIENCE, Refused, Studio

ANNA = {"name": "Anna Probeperson", "born": "1984-05-17", "phone": "+45 12345678",
        "email": "anna@probe.example", "address": "Probevej 1, Probeby", "notes": "takes warfarin"}
SECRETS = [*ANNA.values(), "Neuname", "keloid scar"]


def everything(folder):
    """All bytes of all files below, and the names of the files."""
    found = b""
    for path in folder.rglob("*"):
        if path.is_file():
            found += path.name.encode() + path.read_bytes()
    return found


class People(unittest.TestCase):
    def setUp(self):
        self.studio = Studio()
        self.studio.start()
        self.connection = self.studio.connect()

    def tearDown(self):
        self.studio.__exit__()

    def looks(self):
        events = self.connection.call("event.list", type="client.look")["events"]
        return [event["body"] for event in events]

    def anna(self):
        return self.connection.write("client.add", **ANNA)

    def assert_silent(self, told):
        for secret in SECRETS:
            for form in (secret, json.dumps(secret)[1:-1], secret.upper(), secret.encode().hex()):
                self.assertNotIn(form.encode(), told, secret)

    def test_two_on_one_login_are_told_that_both_have_to_say_who_they_are(self):
        alone = self.connection.write("staff.add", name="First Artist", uid=os.getuid())
        self.assertEqual(alone["warnings"], [])
        self.assertEqual(self.connection.write("staff.amend", staff="S-01", uid=os.getuid(), name="An Artist",
                                               reason="renamed")["warnings"], [])
        second = self.connection.write("staff.add", name="Second Artist", uid=os.getuid())
        self.assertEqual([(w["name"], w["field"]) for w in second["warnings"]], [("staff.shared", "uid")])
        with self.assertRaises(Refused) as caught:
            self.connection.write("staff.add", name="Third Artist")
        self.assertEqual(caught.exception.name, "staff.unclear")

    def test_no_file_and_no_event_says_who_somebody_is(self):
        made = self.anna()
        self.connection.write("client.amend", client=made["client_code"], reason="a slip", name="Neuname")
        self.connection.write("course.open", client=made["client_code"], service="full",
                              scars=["keloid scar"], notes=ANNA["notes"])
        with self.assertRaises(Refused) as caught:
            self.connection.write("client.add", **{**ANNA, "email": "no address"})
        self.assert_silent(str(caught.exception.error).encode())
        shown = self.connection.call("client.show", client="C-0001")
        self.assertEqual(shown["identity"], {**ANNA, "name": "Neuname"})
        self.assertEqual(shown["courses"][0]["scars"], ["keloid scar"])
        self.assertIn(b"a slip", everything(self.studio.folder))
        self.assert_silent(everything(self.studio.folder))
        self.assert_silent(json.dumps(self.connection.call("event.list", limit=1000)).encode())
        self.assertTrue(self.connection.call("audit.verify")["whole"])
        self.studio.stop()
        self.assert_silent(everything(self.studio.folder))

    def test_each_look_is_an_event_before_it_is_an_answer(self):
        made = self.anna()
        self.assertEqual(self.connection.call("client.find", name="nobody")["clients"], [])
        self.connection.call("client.list")
        self.assertEqual(self.looks(), [])
        self.connection.call("client.show", client="C-0001", reason="a call")
        self.assertEqual(self.looks(), [{"clients": [made["client"]], "method": "client.show",
                                         "offset_min": self.looks()[0]["offset_min"], "reason": "a call",
                                         "peer_uid": os.getuid()}])
        for method, params in (("client.find", {"name": "PROBE anna"}), ("client.list", {"names": True}),
                               ("client.export", {"client": "C-0001"})):
            self.connection.call(method, **params)
            self.assertEqual(self.looks()[-1]["method"], method)
        self.assertTrue(self.connection.call("audit.verify")["whole"])

    def test_an_answer_lost_is_asked_for_again_by_the_same_words_only(self):
        op = str(uuid.uuid4())
        made = self.connection.call("client.add", op_id=op, **ANNA)
        self.assertEqual(self.connection.call("client.add", op_id=op, **ANNA), made)
        with self.assertRaises(Refused) as caught:
            self.connection.call("client.add", op_id=op, **{**ANNA, "born": "1984-05-18"})
        self.assertEqual(caught.exception.name, "op.reused")
        self.assertEqual(len(self.connection.call("client.list")["clients"]), 1)

    def test_an_empty_text_takes_away_and_silence_keeps(self):
        self.anna()
        self.connection.write("client.amend", client="C-0001", reason="no letters", address="")
        kept = self.connection.call("client.show", client="C-0001")["identity"]
        self.assertEqual(kept, {key: text for key, text in ANNA.items() if key != "address"})

    def test_without_its_key_the_studio_says_so_and_does_not_start(self):
        self.anna()
        self.studio.stop()
        key = self.studio.folder / "data" / "studio.key"
        self.assertEqual(key.stat().st_mode & 0o777, 0o600)
        aside = key.rename(self.studio.folder / "aside")
        done = subprocess.run(self.studio.command(), capture_output=True, text=True, timeout=PATIENCE, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("studio.key is not in the data directory", done.stderr)
        self.assertFalse(key.exists())
        aside.rename(key)
        self.studio.start()
        shown = self.studio.connect().call("client.show", client="C-0001")
        self.assertEqual(shown["identity"], ANNA)

    def test_the_card_is_two_words_and_find_one_more(self):
        self.anna()
        card = self.studio.client("client", "C-0001")
        self.assertEqual(card.returncode, 0, card.stderr)
        for wanted in ("C-0001", ANNA["name"], ANNA["notes"]):
            self.assertIn(wanted, card.stdout)
        self.assertIn("C-0001", self.studio.client("client", "find", "anna").stdout)
        self.assertEqual(self.studio.client("client", "C-0404").returncode, 3)
        missing = self.studio.client("client", "C-0404").stderr
        self.assertIn("[client.not_found]", missing)


@unittest.skipIf(os.getuid() != 0, "only root can be somebody else")
class Roles(unittest.TestCase):
    CONFIG = {"roles": [{"role": "viewer", "uid": 65531}, {"role": "artist", "uid": 65532},
                        {"role": "inspector", "uid": 65533}]}

    def ask(self, studio, uid, method, **params):
        """The answer as user `uid`, in a process of its own; its error's name when refused."""
        read, write = os.pipe()
        if os.fork() == 0:
            os.close(read)
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            try:
                told = studio.connect().call(method, **params)
            except Refused as refused:
                told = refused.name
            os.write(write, json.dumps(told).encode())
            os._exit(0)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            told = json.loads(pipe.read())
        os.wait()
        return told

    def test_names_are_for_artists_and_for_inspectors_with_a_reason(self):
        with Studio(config=self.CONFIG) as studio:
            os.chmod(studio.folder, 0o755)
            os.chmod(studio.socket, 0o777)
            manager = studio.connect()
            manager.write("client.add", **ANNA)
            viewer, artist, inspector = 65531, 65532, 65533
            show = {"method": "client.show", "client": "C-0001"}
            find = {"method": "client.find", "name": "anna"}
            for uid, params, seen in (
                    (viewer, show, None), (viewer, {**show, "reason": "why"}, None),
                    (inspector, show, None), (inspector, {**show, "reason": "recall 3"}, ANNA),
                    (artist, show, ANNA)):
                self.assertEqual(self.ask(studio, uid, **params).get("identity"), seen, (uid, params))
            self.assertEqual(self.ask(studio, viewer, **find), "role.denied")
            self.assertEqual(self.ask(studio, inspector, **find), "reason.missing")
            self.assertEqual(self.ask(studio, inspector, method="client.list", names=True), "reason.missing")
            found = self.ask(studio, inspector, reason="recall 3", **find)
            self.assertEqual(found["clients"][0]["name"], ANNA["name"])
            looks = manager.call("event.list", type="client.look")["events"]
            self.assertEqual([(look["by"], look["body"].get("reason")) for look in looks],
                             [("uid:65533", "recall 3"), ("uid:65532", None), ("uid:65533", "recall 3")])

    def test_a_look_in_somebody_elses_name_says_which_user_it_was(self):
        with Studio(config=self.CONFIG) as studio:
            os.chmod(studio.folder, 0o755)
            os.chmod(studio.socket, 0o777)
            manager = studio.connect()
            manager.write("staff.add", name="Demo Artist")
            manager.write("client.add", by="S-01", **ANNA)
            self.ask(studio, 65533, "client.show", client="C-0001", by="S-01", reason="curious")
            look = manager.call("event.list", type="client.look")["events"][-1]
            self.assertEqual((look["by_code"], look["body"]["peer_uid"]), ("S-01", 65533))


if __name__ == "__main__":
    unittest.main()
