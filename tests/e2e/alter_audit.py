#!/usr/bin/env python3
"""Alters an export of the audit chain in many ways; every alteration must be found.

usage: alter_audit.py EXPORT VERIFIER PROGRAM

All alterations go through the verifier (deploy/audit-verify), every fiftieth also through
`medarbetare audit verify`. Alterations that a chain alone cannot show, such as a cut end or a chain
made anew, are checked against the end that was noted.
"""
import importlib.machinery
import importlib.util
import json
import pathlib
import random
import subprocess
import sys
import tempfile

ALTERATIONS = 2000
EVERY_FOR_PROGRAM = 50


def load(path):
    loader = importlib.machinery.SourceFileLoader("audit_verify", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("audit_verify", loader))
    loader.exec_module(module)
    return module


def chained(verifier, records):
    """The records with fresh hashes: what one would do who knows the form."""
    previous = "0" * 64
    for number, record in enumerate(records, 1):
        record["sequence"] = number
        record["previous_sha256"] = previous
        previous = record["sha256"] = verifier.sha256_of(record)
    return records


def alter(verifier, draw, original):
    records = [dict(record) for record in original]
    at = draw.randrange(len(records))
    way = draw.choice(("text", "number", "hash", "remove", "swap", "repeat", "cut", "insert", "move", "anew"))
    record = records[at]
    if way == "text":
        field = draw.choice(("actor", "mandate", "action", "subject", "detail"))
        record[field] += "x"
    elif way == "number":
        record[draw.choice(("sequence", "at_ms"))] += draw.choice((-1, 1))
    elif way == "hash":
        field = draw.choice(("sha256", "previous_sha256"))
        record[field] = ("0" if record[field][0] != "0" else "1") + record[field][1:]
    elif way == "remove":
        del records[at]
    elif way == "swap":
        other = (at + 1) % len(records)
        records[at], records[other] = records[other], records[at]
    elif way == "repeat":
        records.insert(at, dict(record))
    elif way == "cut":
        records = records[:at]
    elif way == "insert":
        records.insert(at, {**record, "action": "payment_ordered"})
    elif way == "move":  # text from one field to the next
        record["action"], record["subject"] = record["action"][:-1], record["action"][-1] + record["subject"]
    else:
        record["detail"] += " amount=1"
        records = chained(verifier, records)
    return way, records


def main():
    export, verifier_path, program = sys.argv[1:]
    verifier = load(verifier_path)
    lines = pathlib.Path(export).read_text(encoding="utf-8").splitlines()
    original = [json.loads(line) for line in lines]
    last = original[-1]
    noted = {last["sequence"]: last["sha256"]}
    verifier.verify(lines, noted)
    draw = random.Random(20261122)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        checkpoints = pathlib.Path(folder, "checkpoints")
        checkpoints.write_text(f"medarbetare-checkpoint-v1 exempel {last['sequence']} {last['sha256']} {last['at_ms']}\n")
        altered = pathlib.Path(folder, "altered.jsonl")
        for number in range(ALTERATIONS):
            way, records = alter(verifier, draw, original)
            text = [json.dumps(record, ensure_ascii=False) for record in records]
            try:
                verifier.verify(text, noted)
                print(f"alteration {number} ({way}) was not found by the verifier")
                return 1
            except verifier.Broken:
                found[way] = found.get(way, 0) + 1
            if number % EVERY_FOR_PROGRAM == 0:
                altered.write_text("".join(line + "\n" for line in text), encoding="utf-8")
                run = subprocess.run([program, "audit", "verify", str(altered), "--checkpoints", str(checkpoints)],
                                     capture_output=True, check=False)
                if run.returncode != 1:
                    print(f"alteration {number} ({way}) was not found by the program: {run.returncode}")
                    return 1
    print("found: " + ", ".join(f"{way} {count}" for way, count in sorted(found.items())))
    return 0 if len(found) == 10 else 1


if __name__ == "__main__":
    sys.exit(main())
