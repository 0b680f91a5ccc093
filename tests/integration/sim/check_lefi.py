#!/usr/bin/env python3
"""Checks the JSON in the simulator's FK answers against LEFI's OpenAPI description, unknown properties forbidden.

Usage: check_lefi.py PROGRAM SCENARIO CONTRACT_FOLDER. Exit code 77: skipped, the schemas or Python packages are not there.
"""
import base64
import json
import os
import sys
import xml.etree.ElementTree as ET

try:
    import jsonschema
    import yaml
except ImportError:
    print("skipped: python3-jsonschema and python3-yaml are needed")
    sys.exit(77)

import sim_client

OPENAPI = "v10/se/forsakringskassan/schema/lefi/lefi-formansinformation-v9.openapi.yaml"


def closed(node):
    """The same schema with unknown properties forbidden in every object."""
    if isinstance(node, dict):
        node = {key: closed(value) for key, value in node.items()}
        if "properties" in node and "additionalProperties" not in node:
            node["additionalProperties"] = False
    elif isinstance(node, list):
        node = [closed(value) for value in node]
    return node


def validator(contract, name):
    with open(os.path.join(contract, OPENAPI), encoding="utf-8") as file:
        document = yaml.safe_load(file)
    schemas = closed(document["components"]["schemas"])
    root = {"components": {"schemas": schemas}, "$ref": f"#/components/schemas/{name}"}
    return jsonschema.Draft7Validator(root)


def main():
    program, scenario, contract = sys.argv[1:4]
    if not os.path.exists(os.path.join(contract, OPENAPI)):
        print("skipped: the contract's schemas do not lie beside the checkout")
        return 77
    with open(scenario, encoding="utf-8") as file:
        persons = [str(key).replace("-", "") for key in yaml.safe_load(file)["persons"]]
    answer_schema = validator(contract, "LefiExternFormansinformationSvar")
    question_schema = validator(contract, "LefiExternFormansinformationFraga")
    simulator = sim_client.Simulator(program, "--scenario", scenario)
    seen = set()
    failures = 0
    try:
        for place, person in enumerate(persons + ["195802202381"]):
            question_schema.validate(sim_client.lefi_question(person, "2026-08-01", "2026-10-31"))
            root = ET.fromstring(simulator.ask(sim_client.question(person)))
            carried = root.find(f".//{{{sim_client.SSBT}}}lefiJsonSvar").text
            answer = json.loads(base64.b64decode(carried, validate=True))
            seen.update(answer, answer.get("formansinformation", {}))
            for error in answer_schema.iter_errors(answer):
                failures += 1
                print(f"person {place}: {'/'.join(map(str, error.absolute_path))}: {error.validator}")
    finally:
        simulator.stop()
    wanted = {
        "utlamnare", "avvikelser", "formansinformation", "ansprak", "beslut", "preliminaraUtbetalningar",
        "utbetalningar", "utbetalningsuppgift", "preliminarautbetalningar", "programjobdagar",
        "generellPersoninformation", "bostadsbidragsarende", "barnbidragsarende", "foraldrapenningarende",
    }  # fmt: skip
    for key in sorted(wanted - seen):
        failures += 1
        print(f"{key}: no answer shows it")
    # The guard: a validator that takes everything proves nothing.
    if answer_schema.is_valid({"utlamnare": [], "okand": 1}):
        failures += 1
        print("the schema check takes unknown properties")
    print(f"{len(persons) + 1} answers checked, {failures} problems")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
