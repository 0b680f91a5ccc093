"""A national month decided anew: month_bench over a snapshot and over JSON lines that `policy snapshot` writes."""
import json
import shutil
import subprocess

from figure import Failure, Figure

MUNICIPALITY = "0000-exempelkommun"
MONTH = "2026-12"
# Goals of a month of 150 000 households: 1 s from a snapshot, 5 s from JSON lines, 2.5 s for two sets.
NATIONAL = 150_000
GOALS = {"snapshot": NATIONAL / 1.0, "lines": NATIONAL / 5.0, "two_sets": NATIONAL / 2.5}


def run(places, *command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure(f"{command[0].name} ended with {done.returncode}", done.stderr.strip() or "run it by hand")
    return done.stdout


def snapshot(places, households, name, *form):
    path = places.work / name
    run(places, places.bin / "medarbetare", "policy", "snapshot", "--generate", households, "--seed", 2026, "--month", MONTH,
        "--policies", places.root / "policies", "--municipality", MUNICIPALITY, "--out", path, *form)
    return path


def changed_policies(places):
    """The shipped set with one level raised: what an officer compares after an edit."""
    folder = places.work / "policies"
    shutil.copytree(places.root / "policies", folder)
    levels = folder / "municipality" / MUNICIPALITY / "parameters/levels.yaml"
    text = levels.read_text(encoding="utf-8")
    old = "id: BO26-1, adults: 1, children: 0, value: 7600"
    if old not in text:
        raise Failure("levels.yaml no longer has the row that is raised", "bring tests/bench/month.py in line with it")
    levels.write_text(text.replace(old, old.replace("7600", "8200")), encoding="utf-8")
    return folder


def month(places, households, lines):
    policies = ("--policies", places.root / "policies", "--municipality", MUNICIPALITY)
    rates = json.loads(run(places, places.bin / "month_bench", snapshot(places, households, "month.snapshot"), *policies,
                           "--other", changed_policies(places)))
    from_lines = json.loads(run(places, places.bin / "month_bench", snapshot(places, lines, "month.jsonl", "--lines"), *policies))
    return [
        Figure("month_snapshot", rates["redecide"], "households/s", "reading the snapshot and nothing else", rates["read"],
               GOALS["snapshot"], goal_name="G3"),
        Figure("month_two_sets", rates["two_sets"], "households/s", "the same under one set", rates["redecide"], GOALS["two_sets"],
               goal_name="G4"),
        Figure("month_lines", from_lines["redecide"], "households/s", "reading the lines and nothing else", from_lines["read"],
               GOALS["lines"], goal_name="G3"),
    ]
