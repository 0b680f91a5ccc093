"""The pure steps: how often assess_bench can assess and decide one clear case in a second; and the same assessment asked for over the service."""
import json
import subprocess

from figure import Failure, Figure

CASE = "policies/typfall/TF-02/cases/base.input.json"
MUNICIPALITY = "0000-exempelkommun"


def assess(places, seconds):
    done = subprocess.run(
        [places.bin / "assess_bench", places.root / CASE, "--policies", places.root / "policies",
         "--municipality", MUNICIPALITY, "--seconds", str(seconds)],
        capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure("assess_bench ended with " + str(done.returncode), done.stderr.strip() or "run it by hand")
    rates = json.loads(done.stdout)
    return [Figure("assess_and_decide", rates["assess_and_decide"], "cases/s",
                   "decoding the same case from JSON", rates["decode"])]


# Of the calls at 1 000 a second, at least so many within 1 ms; of their assessments, within 50 µs.
RATE = 1000
GOAL_SHARE = 99.0


def assess_service(places, seconds):
    done = subprocess.run(
        [places.bin / "assess_service_bench", places.root / CASE, "--policies", places.root / "policies",
         "--municipality", MUNICIPALITY, "--rate", str(RATE), "--seconds", str(seconds)],
        capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure("assess_service_bench ended with " + str(done.returncode), done.stderr.strip() or "run it by hand")
    found = json.loads(done.stdout)
    return [
        # A share of nothing would be no ratio: one call in a thousand is the least that is told.
        Figure("assess_service", max(found["preview_share"], 0.1), "percent of calls within 1 ms", "a call that assesses nothing",
               max(found["get_share"], 0.1), GOAL_SHARE, goal_name="G5"),
        Figure("assess_service_engine", max(found["engine_share"], 0.1), "percent of assessments within 50 µs", "all of them", 100.0,
               GOAL_SHARE, goal_name="G5"),
        Figure("assess_service_p99", 1e6 / found["preview_p99_us"], "calls/s one after another at the 99th percentile",
               "a call that assesses nothing", 1e6 / found["get_p99_us"]),
    ]
