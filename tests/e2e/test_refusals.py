"""Bad input, thrown at every method as the method table describes it: each value is spoilt in each way
that its type can be, and must be refused with the reason's name and the value's own path, in words,
with nothing written. The table says what is there to be spoilt; nobody keeps a list."""

import copy
import json
import unittest
import uuid

from studio import Refused, Studio, example_params

LINE_MAX = 256 * 1024
# What is no value of the type, but is one of JSON.
OTHERS = {"string": [1, True, [], {}, None], "integer": ["1", 1.5, True, [], {}, None],
          "number": ["1", True, [], {}, None], "boolean": [0, "true", [], {}, None],
          "array": ["x", 1, True, {}, None], "object": ["x", 1, True, [], None],
          "id": [True, [], {}, None]}
UNFIT = {"uuid": ["", "x", "00000000-0000-4000-8000-00000000000g", "0" * 32],
         "date": ["", "2026-02-30", "2026-2-3", "20260203", "2026-02-03T10:00:00Z", "1899-12-31", "heute"],
         "date-time": ["", "2026-02-03", "2026-02-03T10:00:00", "2026-02-30T10:00:00Z",
                       "2026-02-03T24:00:00Z", "2026-02-03T10:60:00Z", "2026-02-03T10:00:00+25:00"]}
UNKNOWN_REF = "no-such-thing"


class Bad:
    """Parameters with one thing wrong about them, and what must be said of it."""

    def __init__(self, value, name, path, near=None):
        self.value, self.name, self.path, self.near = value, name, path, near

    def inside(self, place, outer):
        """The same within a larger value: a member of an object, or an item of a list."""
        whole = copy.copy(outer)
        whole[place] = self.value
        step = f"[{place}]" if isinstance(outer, list) else place
        path = step + ("." if self.path and not self.path.startswith("[") else "") + self.path
        return Bad(whole, self.name, path, self.near)


class Table:
    """What is fit and what is unfit, by the schemas of the discovery document."""

    def __init__(self, document):
        self.components = document["components"]["schemas"]

    def resolved(self, schema):
        return self.components[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema

    def kind(self, schema):
        return "id" if isinstance(schema.get("type"), list) else schema["type"]

    def some(self, schema):
        """A value that passes the schema, as small as can be."""
        schema = self.resolved(schema)
        kind = self.kind(schema)
        if kind == "object":
            return {name: self.some(schema["properties"][name]) for name in schema["required"]}
        if kind == "array":
            return [self.some(schema["items"]) for _ in range(schema.get("minItems", 0))]
        if "enum" in schema:
            return schema["enum"][0]
        fit = {"uuid": str(uuid.uuid4()), "date": "2026-01-15", "date-time": "2026-01-15T10:00:00Z"}
        low = schema.get("minimum", min(0, schema.get("maximum", 0)))
        return {"boolean": True, "integer": low, "number": low, "id": 1}.get(
            kind, fit.get(schema.get("format"), "x" * max(1, int(schema.get("minLength", 1)))))

    def unfit(self, schema, value):
        """Every way to spoil the value."""
        schema = self.resolved(schema)
        kind = self.kind(schema)
        for other in OTHERS[kind]:
            another = other == 1.5 and "enum" in schema  # a number, and none of those it may be
            yield Bad(other, "param.choice" if another else "param.type", "")
        yield from getattr(self, f"unfit_{kind}", lambda *_: [])(schema, value)

    def unfit_object(self, schema, value):
        for name, property_ in schema["properties"].items():
            inner = value.get(name, None)
            inner = self.some(property_) if inner is None else inner
            for bad in self.unfit(property_, inner):
                yield bad.inside(name, value)
            if name in schema["required"]:
                yield Bad({k: v for k, v in value.items() if k != name}, "param.missing", name)
            slip = name + "x"
            if slip not in schema["properties"]:
                yield Bad({**value, slip: inner}, "param.unknown", slip, near=name)
        yield Bad({**value, "quite_another_thing": 1}, "param.unknown", "quite_another_thing")

    def unfit_array(self, schema, value):
        item = self.resolved(schema["items"])
        low, high = schema.get("minItems", 0), schema["maxItems"]
        fit = list(value) or [self.some(item)]
        if low > 0:
            yield Bad(fit[:1] * (low - 1), "param.range", "")
        yield Bad([self.some(item)] * (high + 1), "param.range", "")
        last = len(fit) - 1
        for bad in self.unfit(item, fit[last]):
            yield bad.inside(last, fit)

    def unfit_string(self, schema, _value):
        if "enum" in schema:
            yield Bad("quite another word", "param.choice", "")
            yield Bad("", "param.choice", "")
            yield Bad(schema["enum"][0] + "x", "param.choice", "", near=schema["enum"][0])
            return
        for text in UNFIT.get(schema.get("format"), ["a\u0007b", "a\u0085b", "\u007f"]):
            yield Bad(text, "param.format", "")
        if "maxLength" in schema:
            yield Bad("é" * int(schema["maxLength"] + 1), "param.range", "")
        if schema.get("minLength", 0) > 0:
            yield Bad("x" * int(schema["minLength"] - 1), "param.range", "")
            if "x-of" not in schema and "format" not in schema:
                yield Bad(" " * int(schema["minLength"]), "param.format", "")
        if "x-of" in schema:
            yield Bad(UNKNOWN_REF, "not_found", "")
            yield Bad(str(uuid.uuid4()), "not_found", "")

    def unfit_integer(self, schema, value):
        if "enum" in schema:
            yield Bad(max(schema["enum"]) + 1, "param.choice", "")
            return
        exact = {k: v for k, v in schema.items() if k != "maximum" or v < 2**53 - 1}
        yield from self.unfit_number(exact, value, step=1)
        yield Bad(2**53 + 2, "param.range", "")

    def unfit_number(self, schema, _value, step=None):
        for bound, away in (("minimum", -1), ("maximum", 1)):
            if bound in schema:
                beyond = schema[bound] + away * (step or max(0.001, abs(schema[bound]) * 1e-9))
                yield Bad(beyond, "param.range", "")
                yield Bad(away * 1e300, "param.range", "")


class Refusals(unittest.TestCase):
    """Against a studio in which every example of the table has been played."""

    @classmethod
    def setUpClass(cls):
        cls.studio = Studio(fixed=True)
        cls.studio.start()
        cls.connection = cls.studio.connect()
        cls.document = cls.connection.call("rpc.discover")
        cls.table = Table(cls.document)
        for method in cls.document["methods"]:
            for example in method["examples"]:
                try:
                    cls.connection.call(method["name"], **example_params(example, cls.studio))
                except Refused:
                    pass

    @classmethod
    def tearDownClass(cls):
        cls.studio.__exit__()

    def events(self):
        return self.connection.call("daemon.status")["store"]["events"]

    def schema(self, method):
        return {"type": "object", "properties": {p["name"]: p["schema"] for p in method["params"]},
                "required": [p["name"] for p in method["params"] if p.get("required")]}

    def base(self, method):
        """What the method's first example that is answered says, as if for the first time."""
        example = next(e for e in method["examples"] if "result" in e)
        params = example_params(example, self.studio)
        return {**params, "op_id": str(uuid.uuid4())} if "op_id" in params else params

    def check(self, method, bad):
        text = json.dumps(self.connection.request(method["name"], bad.value), ensure_ascii=False)
        if len(text.encode()) >= LINE_MAX:
            return False
        self.connection.send(text + "\n")
        reply = self.connection.reply()
        told = f"{method['name']}, {bad.name} at {bad.path}: {text[:300]} → {str(reply)[:400]}"
        self.assertIn("error", reply, told)
        error, data = reply["error"], reply["error"].get("data", {})
        known = [(e["code"], e["data"]["name"]) for e in method["errors"]]
        if bad.name == "not_found":
            self.assertRegex(data.get("name"), r"\.not_found$", told)
            self.assertIn((error["code"], data["name"]), known, told)
        else:
            self.assertEqual((error["code"], data.get("name")), (-32602, bad.name), told)
        self.assertEqual(data.get("field", ""), bad.path, told)
        self.assertIs(data["retry"], False, told)
        self.assertGreater(len(error["message"]), 10, told)
        if bad.near:
            self.assertEqual(data.get("hint"), f"Did you mean {bad.near}?", told)
        return True

    def test_whatever_is_wrong_is_refused_with_its_path_and_nothing_is_written(self):
        tried = left = 0
        for method in self.document["methods"]:
            before = self.events()
            with self.subTest(method["name"]):
                for bad in self.table.unfit_object(self.schema(method), self.base(method)):
                    done = self.check(method, bad)
                    tried, left = tried + done, left + (not done)
                self.assertEqual(self.events(), before)
        print(f"{tried} calls with bad input refused, {left} longer than a line left out")
        self.assertGreater(tried, 10 * len(self.document["methods"]))
        self.assertLess(left, tried / 100)
        self.assertTrue(self.connection.call("audit.verify")["whole"])

    def test_parameters_are_an_object(self):
        for params, code in (([], -32602), ([1], -32602), ("x", -32600), (1, -32600), (None, -32600)):
            for method in self.document["methods"]:
                with self.subTest(method=method["name"], params=params):
                    self.connection.send(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method["name"],
                                                     "params": params}) + "\n")
                    self.assertEqual(self.connection.reply()["error"]["code"], code)


if __name__ == "__main__":
    unittest.main()
