#!/usr/bin/python3
"""Checks the OpenRPC document on standard input against the published meta-schema.

Says nothing and exits 0 when it is valid. Also checks what the meta-schema cannot say: every $ref
leads somewhere, names and error codes are unique, optional parameters come last, every example
value fits its schema.
"""
import json
import pathlib
import sys

from jsonschema import Draft7Validator, RefResolver

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
JSON_SCHEMA = "https://meta.json-schema.tools"


def load(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def meta_validator():
    openrpc, schema = load("openrpc-schema.json"), load("json-schema-tools.json")
    store = {JSON_SCHEMA: schema, JSON_SCHEMA + "/": schema}
    return Draft7Validator(openrpc, resolver=RefResolver.from_schema(openrpc, store=store))


def unique(values, what):
    seen = set()
    for value in values:
        if value in seen:
            yield f"{what} {value} stands twice"
        seen.add(value)


def example_faults(document, method):
    resolver = RefResolver.from_schema(document)
    schemas = {param["name"]: param["schema"] for param in method["params"]}
    for pairing in method.get("examples", []):
        if "error" in pairing:
            continue
        given = {param["name"] for param in pairing["params"]}
        for param in method["params"]:
            if param.get("required") and param["name"] not in given:
                yield f"example {pairing['name']} lacks {param['name']}"
        for param in pairing["params"]:
            validator = Draft7Validator(schemas.get(param["name"], False), resolver=resolver)
            for fault in validator.iter_errors(param["value"]):
                yield f"example {pairing['name']}, {param['name']}: {fault.message}"


def method_faults(document, method):
    yield from unique((p["name"] for p in method["params"]), "parameter")
    yield from unique((e["code"] for e in method.get("errors", [])), "error code")
    required = [bool(param.get("required")) for param in method["params"]]
    if required != sorted(required, reverse=True):
        yield "a required parameter stands behind an optional one"
    yield from example_faults(document, method)


def refs(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from refs(item)


def faults(document):
    invalid = [f"{list(f.absolute_path)}: {f.message}" for f in
               meta_validator().iter_errors(document)]
    if invalid:
        yield from invalid
        return
    schemas = document.get("components", {}).get("schemas", {})
    for ref in refs(document):
        if not ref.startswith("#/components/schemas/") or ref.rsplit("/", 1)[1] not in schemas:
            yield f"{ref} leads nowhere"
            return
    for name, schema in schemas.items():
        for fault in Draft7Validator(Draft7Validator.META_SCHEMA).iter_errors(schema):
            yield f"{name}: {fault.message}"
    yield from unique((m["name"] for m in document["methods"]), "method")
    for method in document["methods"]:
        for fault in method_faults(document, method):
            yield f"{method['name']}: {fault}"


def main():
    found = list(faults(json.load(sys.stdin)))
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
