#!/usr/bin/env python3
"""Checks the simulator's program from outside: help, errors, the record of questions, and the stop.

Usage: check_program.py PROGRAM
"""
import json
import os
import subprocess
import sys
import tempfile

import sim_client

PERSON = "199001012385"


def run(program, *arguments):
    result = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=20, check=False)
    return result.returncode, result.stdout, result.stderr


def check_errors(program, folder):
    code, out, _ = run(program, "--help")
    assert code == 0 and "--scenario" in out and "Exit codes" in out
    code, _, err = run(program, "--latency-ms", "-1")
    assert code == 2 and "--latency-ms" in err
    code, _, err = run(program, "--scenario", os.path.join(folder, "none.yaml"))
    assert code == 2 and "none.yaml" in err
    code, _, err = run(program, "--listen", "0.0.0.0:0")
    assert code == 3 and "loopback" in err
    code, _, err = run(program, "--listen", "nowhere")
    assert code == 2 and "--listen" in err
    bad = os.path.join(folder, "bad.yaml")
    with open(bad, "w", encoding="utf-8") as file:
        file.write(f'persons:\n  "{PERSON}":\n    af: {{okand: 1}}\n')
    code, _, err = run(program, "--scenario", bad, "--check")
    assert code == 2 and "bad.yaml:3: persons[0].af.okand: unknown key" in err and PERSON not in err
    code, out, _ = run(program, "--list-faults")
    assert code == 0 and "truncated_body" in out


def check_record(program, folder):
    record = os.path.join(folder, "questions.jsonl")
    simulator = sim_client.Simulator(program, "--record", record)
    assert b"hamtaBastjanstInformationResponse" in simulator.ask(sim_client.question(PERSON))
    code, seconds = simulator.stop()
    assert code == 0, f"stopped with {code}"
    assert seconds < 5, f"the stop took {seconds:.1f} s"
    with open(record, encoding="utf-8") as file:
        text = file.read()
    line = json.loads(text)
    assert line["person"] == "1990********" and line["agencies"] == sim_client.AGENCIES
    assert line["from"] == "2026-08-01" and line["status"] == 200
    assert PERSON not in text


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_errors(sys.argv[1], folder)
        check_record(sys.argv[1], folder)
    print("the program keeps its promises")


if __name__ == "__main__":
    main()
