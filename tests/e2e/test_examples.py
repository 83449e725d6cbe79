"""Every method's examples, in the order of the table, against one new studio; and the discovery
document against the published OpenRPC schema."""

import math
import sys
import unittest

import jsonschema

from studio import ROOT, Refused, Studio, example_params

sys.path.insert(0, str(ROOT / "tests/support"))
import validate_openrpc  # noqa: E402


def shown(example, answer, path="result"):
    """Whether each member of the example came back equal; the first difference, or None."""
    if isinstance(example, dict) and isinstance(answer, dict):
        for key, value in example.items():
            if key not in answer:
                return f"{path}.{key} is missing"
            if found := shown(value, answer[key], f"{path}.{key}"):
                return found
        return None
    if isinstance(example, list) and isinstance(answer, list):
        if len(example) > len(answer) or (not example and answer):
            return f"{path} has {len(answer)} items, the example {len(example)}"
        pairs = enumerate(zip(example, answer))
        return next((f for i, (e, a) in pairs if (f := shown(e, a, f"{path}[{i}]"))), None)
    if isinstance(example, float) and isinstance(answer, (int, float)):
        same = math.isclose(example, answer, rel_tol=1e-6)
    else:
        same = type(example) is type(answer) and example == answer
    return None if same else f"{path} is {answer!r}, the example says {example!r}"


def resolved(schema, document):
    """The schema with the document's components, so that its references are found."""
    return {**schema, "components": document["components"]}


class Examples(unittest.TestCase):
    studio_class = Studio

    @classmethod
    def setUpClass(cls):
        cls.studio = cls.studio_class(fixed=True)
        cls.studio.start()
        cls.connection = cls.studio.connect()
        cls.document = cls.connection.call("rpc.discover")

    @classmethod
    def tearDownClass(cls):
        cls.connection.close()
        cls.studio.__exit__()

    def test_the_document_is_openrpc(self):
        self.assertEqual(list(validate_openrpc.faults(self.document)), [])

    def refuse(self, method, example):
        with self.assertRaises(Refused, msg=f"{method['name']}: {example['name']}") as caught:
            self.connection.call(method["name"], **example_params(example, self.studio))
        wanted = example["error"]["value"]["data"]
        self.assertEqual(caught.exception.name, wanted["name"], caught.exception.error)
        self.assertEqual(caught.exception.field, wanted.get("field"), caught.exception.error)

    def accept(self, method, example):
        answer = self.connection.call(method["name"], **example_params(example, self.studio))
        schema = resolved(method["result"]["schema"], self.document)
        jsonschema.Draft7Validator(schema).validate(answer)
        self.assertIsNone(shown(example["result"]["value"], answer))

    def test_every_example_answers_as_written(self):
        for method in self.document["methods"]:
            accepted = [e for e in method["examples"] if "result" in e]
            self.assertTrue(method["examples"], f"{method['name']} has no example")
            self.assertTrue(accepted, f"{method['name']} has no example that is answered")
            for example in method["examples"]:
                with self.subTest(method=method["name"], example=example["name"]):
                    (self.accept if "result" in example else self.refuse)(method, example)


if __name__ == "__main__":
    unittest.main()
