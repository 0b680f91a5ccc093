"""Questions in flight: what one thread of the SSBTEK connector keeps going, and what memory it takes."""
import json
import subprocess

from figure import Failure, Figure

GOAL = 0.9  # of what 64 in flight can give at best


def in_flight(places, answer_ms, rounds):
    done = subprocess.run(
        [places.bin / "in_flight_bench", "--in-flight", "64", "--answer-ms", str(answer_ms), "--rounds", str(rounds)],
        capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure("in_flight_bench ended with " + str(done.returncode), done.stderr.strip() or "run it by hand")
    found = json.loads(done.stdout)
    return [
        Figure("ssbtek_in_flight_64", found["questions_per_second"], "questions/s",
               "64 in flight, each answered after its set time and no more", found["limit_per_second"],
               goal=GOAL * found["limit_per_second"] if answer_ms >= 2000 else None),
        Figure("ssbtek_in_flight_64_memory", found["end_mib"], "MiB",
               "the same process after half as many questions", found["loaded_mib"]),
    ]
