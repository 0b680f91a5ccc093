"""The common case of the rules bench (the case folder beside this repository) in this program's own policy format."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

from figure import Failure, Figure

# Where the shared bench lies, seen from the repository; not part of it.
CASE = "../shared/bench/rules/case"
GOAL_TRACED = 1_000_000
# Of the rate without a trace.
GOAL_SHARE = 75.0
# Households of a national month in a second, on one core.
GOAL_MONTH = 150_000


def made_case(places):
    """The case folder with its generated files, in the run's own folder; none when the bench is not there."""
    source = (places.root / CASE).resolve()
    if not (source / "make_case.mjs").is_file() or shutil.which("node") is None:
        return None
    folder = pathlib.Path(places.work) / "case"
    folder.mkdir()
    shutil.copyfile(source / "make_case.mjs", folder / "make_case.mjs")
    done = subprocess.run(["node", folder / "make_case.mjs"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure("the case could not be made", done.stderr.strip() or "run make_case.mjs by hand")
    return folder


def rules(places, seconds, month):
    case = made_case(places)
    if case is None:
        print(f"rules: skipped: {CASE} or node is not here", file=sys.stderr)
        return []
    environment = os.environ | {"RUNS": "3", "SECONDS_PER_RUN": str(seconds), "MONTH": str(month)}
    done = subprocess.run([places.bin / "rules_bench", case], capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        raise Failure("rules_bench ended with " + str(done.returncode), done.stderr.strip() or "run it by hand")
    rates = {line["variant"]: line["evals_per_s"] for line in map(json.loads, done.stdout.splitlines())}
    plain, traced = rates["no trace"], rates["full binary trace"]
    figures = [
        Figure("rules_traced", traced, "cases/s", "without a trace", plain, GOAL_TRACED, goal_name="G2"),
        Figure("rules_trace_share", 100 * traced / plain, "percent of untraced", "without a trace", 100.0, GOAL_SHARE,
               goal_name="G2"),
        Figure("rules_trace_json", rates["full trace rendered as JSON with legal refs"], "cases/s", "binary trace", traced),
        Figure("rules_json_in_out", rates["JSON text in -> eval -> JSON trace out"], "cases/s", "binary trace", traced),
        Figure("rules_month_snapshot", rates["month backtest, snapshot in memory, binary trace"], "cases/s", "binary trace", traced,
               GOAL_MONTH),
        Figure("rules_month_json_lines", rates["month backtest from JSON lines, binary trace"], "cases/s", "binary trace", traced,
               GOAL_MONTH / 5),
    ]
    return figures


# A set of 5 000 lines is read, checked and compiled in this time, with room left for its golden cases.
GOAL_LINES_A_SECOND = 5_000 / 0.3
# Ten years of one municipality's sets in 64 MiB.
GOAL_YEARS = 10.0
MEMORY_KIB = 64 * 1024


def policy_load(places):
    done = subprocess.run([places.bin / "policy_bench", places.root / "policies"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure("policy_bench ended with " + str(done.returncode), done.stderr.strip() or "run it by hand")
    found = json.loads(done.stdout)
    years = MEMORY_KIB * found["years"] / max(found["resident_kib"], 1)
    return [
        Figure("policy_load", found["lines"] / found["load_s"], "lines/s", "5 000 lines in 300 ms", GOAL_LINES_A_SECOND,
               GOAL_LINES_A_SECOND, goal_name="G6"),
        Figure("policy_years", years, "years in 64 MiB", "ten years", GOAL_YEARS, GOAL_YEARS, goal_name="G7"),
    ]
