"""Whole cases: an invented municipality through the real programs with 64 cases in flight. Figures: cases a second, what each program spends of a
processor on one, and the worker's memory. With registers that take their time: against 64 that only wait for them."""
import os
import time

import probe
from figure import Failure, Figure
from town import Town

SETTLE_S = 900
CORES = 4  # of the machine that the goals are set for
GROUP = 64


def processor_s(process):
    """Seconds of a processor that a process, which still runs, has spent."""
    fields = open(f"/proc/{process.pid}/stat", encoding="ascii").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cases(places, shape):
    with Town(places, shape) as town:
        idle_mib = town.peak_memory_mib()
        before = {name: processor_s(process) for name, process in town.programs.items()}
        children = os.times()
        began = time.time()
        town.submit_all(shape.clients)
        submitted = os.times()
        town.wait_until_worked(SETTLE_S)
        seconds = town.last_step_at() - began
        spent = {name: processor_s(process) - before[name] for name, process in town.programs.items()}
        spent["submit"] = submitted.children_user - children.children_user + submitted.children_system - children.children_system
        peak_mib = town.peak_memory_mib()
        work = town.stop_and_count()
    if work.cases == 0 or seconds <= 0:
        raise Failure("no case was worked", f"read the logs in {places.work}")
    name = f"cases_{shape.threads}_in_flight" + (f"_{shape.latency_ms}ms" if shape.latency_ms else "")
    if shape.latency_ms:
        # A household's persons are asked about at once.
        waits_s = work.rounds * shape.latency_ms / 1000
        return [Figure(name, work.cases / seconds, "whole cases/s", "as many that only wait for the registers' answers", work.cases * shape.threads / waits_s,
                       goal_ratio=0.95)]
    synced = 1 / probe.synced_write_s(places.work, 1_000)
    figures = [Figure(name, work.cases / seconds, "whole cases/s", f"what the disk commits when {GROUP} changes share each of its synced writes",
                      synced * GROUP * work.cases / work.steps, goal=2_000)]
    for program, used in spent.items():
        least = 1 / os.sysconf("SC_CLK_TCK")  # what the system counts in
        figures.append(Figure(f"{name}_{program.replace('-', '_')}", 1_000 * max(used, least) / work.cases, "ms of a processor for a case",
                              f"all {CORES} cores at 2 000 cases/s", CORES * 1_000 / 2_000))
    figures.append(Figure(f"{name}_memory", peak_mib, "MiB", "the worker before its first case", idle_mib))
    figures.append(Figure(f"{name}_steps", work.steps / work.cases, "audit records for a case", "questions put to the registers for a case",
                          work.questions / work.cases))
    return figures
