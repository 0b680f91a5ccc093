"""After an edit: the policies read, checked and compiled, and half of their golden cases run, with `medarbetare policy test`."""
import json
import shutil
import subprocess
import time

from figure import Failure, Figure

MUNICIPALITY = "0000-exempelkommun"
# 500 cases over 5 000 lines of policy in 300 ms, the start of the program included.
CASES = 500
GOAL_CASES_A_SECOND = CASES / 0.3


def edited_set(places):
    """The shipped set with every other file of cases: some 5 000 lines and 500 cases."""
    folder = places.work / "policies"
    shutil.copytree(places.root / "policies", folder)
    files = sorted(path for ending in ("*.case.json", "*.variants.json", "*.parts.yaml") for path in folder.rglob(ending))
    for path in files[1::2]:
        path.unlink()
    return folder


def timed(places, *arguments):
    started = time.monotonic()
    done = subprocess.run([places.bin / "medarbetare", "policy", *map(str, arguments)], capture_output=True, text=True, check=False)
    return time.monotonic() - started, done


def policy_test(places):
    folder = edited_set(places)
    among = ("--policies", folder, "--municipality", MUNICIPALITY)
    check_s, checked = timed(places, "check", *among)
    if checked.returncode != 0:
        raise Failure("policy check ended with " + str(checked.returncode), checked.stderr.strip() or "run it by hand")
    # 1: rules that no case exercises any more, as half of the cases are gone.
    test_s, tested = timed(places, "test", *among, "--json")
    if tested.returncode not in (0, 1):
        raise Failure("policy test ended with " + str(tested.returncode), tested.stderr.strip() or "run it by hand")
    found = json.loads(tested.stdout)
    if found["failed"] or found["cases"] < CASES * 0.8:
        raise Failure(f"{len(found['failed'])} of {found['cases']} cases failed", "run medarbetare policy test by hand")
    return [Figure("policy_test", found["cases"] / test_s, "cases/s", "policy check alone, as often for as many cases",
                   found["cases"] / check_s, GOAL_CASES_A_SECOND, goal_name="G6")]
