"""The pure steps: how often assess_bench can assess and decide one clear case in a second."""
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
