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
    code, out, _ = run(program, "--list-behaviours")
    assert code == 0 and sum(line.startswith("harmful ") for line in out.splitlines()) == 40
    code, _, err = run(program, "--console", "0.0.0.0:0")
    assert code == 3 and "loopback" in err
    code, _, err = run(program, "--contract", "9")
    assert code == 2 and "--contract" in err
    code, _, err = run(program, "console", "--at", "1", "status")
    assert code == 1 and "--console" in err
    code, _, err = run(program, "console", "--at", "1", "hello")
    assert code == 2 and "down AGENCY" in err


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


def check_console(program, folder):
    port_file = os.path.join(folder, "console.port")
    simulator = sim_client.Simulator(program, "--console", "0", "--console-port-file", port_file)
    with open(port_file, encoding="ascii") as file:
        port = file.read().strip()

    def console(*words):
        code, out, err = run(program, "console", "--at", port, *words)
        assert code == 0, err
        return json.loads(out)

    error = b"<ssbt:AF><ssbt:error><ssbt:kalla>SSBT<"
    assert error not in simulator.ask(sim_client.question(PERSON))
    console("down", "AF")
    assert error in simulator.ask(sim_client.question(PERSON))
    assert console("up", "AF") == {"removed": 1}
    assert error not in simulator.ask(sim_client.question(PERSON))
    added = console("add", "do=omit", "agency=SO", "calls.first=1", f"person={PERSON}")
    console("reset")
    assert b"<ssbt:SO>" not in simulator.ask(sim_client.question(PERSON))
    assert b"<ssbt:SO>" in simulator.ask(sim_client.question(PERSON))
    assert console("remove", str(added["id"])) == {"removed": 1}
    code, _, err = run(program, "console", "--at", port, "add", "do=explode")
    assert code == 1 and "no fault or behaviour" in err
    assert console("status")["agencies"]["AF"] == {"asked": 5, "struck": 1}
    assert [question["person"] for question in console("questions", "2")] == ["1990********"] * 2
    assert PERSON not in json.dumps(console("questions"))
    code, _ = simulator.stop()
    assert code == 0, f"stopped with {code}"


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_errors(sys.argv[1], folder)
        check_record(sys.argv[1], folder)
        check_console(sys.argv[1], folder)
    print("the program keeps its promises")


if __name__ == "__main__":
    main()
