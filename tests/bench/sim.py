"""The simulator of SSBTEK: full answers of seven agencies a second on one core, alone and over HTTP."""
import json
import os
import subprocess

from figure import Failure, Figure

GOAL = 2000  # answers a second


def on_one_core():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def sim(places, seconds):
    done = subprocess.run([places.bin / "sim_bench", "--seconds", str(seconds)], capture_output=True, text=True,
                          check=False, preexec_fn=on_one_core)
    if done.returncode != 0:
        raise Failure("sim_bench ended with " + str(done.returncode), done.stderr.strip() or "run it by hand")
    rates = json.loads(done.stdout)
    reading = "reading question and answer with expat, nothing else"
    return [Figure("sim_answers", rates["answers"], "answers/s", reading, rates["read_plainly"], GOAL),
            Figure("sim_answers_over_http", rates["over_http"], "answers/s", reading, rates["read_plainly"], GOAL)]
