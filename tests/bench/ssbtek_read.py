"""Reading SSBTEK's answers: how many a second one core gates, validates, parses and types, and what memory it takes."""
import json
import subprocess

from figure import Failure, Figure
from sim import on_one_core

GOAL = 4000  # answers of 10 KB a second: an answer of another size counts by its bytes
BYTES = 10_000


def ssbtek_read(places, seconds):
    done = subprocess.run([places.bin / "ssbtek_read_bench", "--seconds", str(seconds)], capture_output=True, text=True,
                          check=False, preexec_fn=on_one_core)
    if done.returncode != 0:
        raise Failure("ssbtek_read_bench ended with " + str(done.returncode), done.stderr.strip() or "run it by hand")
    found = json.loads(done.stdout)
    return [Figure("ssbtek_read", found["answers"], "answers/s",
                   "expat, then libxml2 with the same XSD, over the message and the XML inside it, and nothing else", found["plain"],
                   GOAL * BYTES / found["bytes"]),
            Figure("ssbtek_read_memory", found["end_mib"], "MiB", "the same process after half as many answers",
                   found["half_mib"])]
