"""The demo path: an invented municipality through the real programs on loopback, timed from the first application submitted to the
last one worked. Figures: cases per second and the worker's peak memory."""
import dataclasses
import time

import probe
from figure import Failure, Figure
from town import Town

SETTLE_S = 300


@dataclasses.dataclass(frozen=True)
class Shape:
    latency_ms: int        # of every answer of the registers
    threads: int           # worker.threads
    households: int = 200  # re-applications; the named scenarios come on top
    clients: int = 1       # that submit at once, each its share, one call after another

    def name(self):
        return (f"demo_path_{self.latency_ms}ms" + ("" if self.threads == 4 else f"_{self.threads}_threads") +
                ("" if self.clients == 1 else f"_{self.clients}_clients"))


def programs():
    return ["medarbetare", "ssbtek-sim", "ssbtek-municipality", "casesystem-sim"]


def demo_path(places, shape):
    with Town(places, shape) as town:
        idle_mib = town.peak_memory_mib()
        began = time.time()
        town.submit_all(shape.clients)
        town.wait_until_worked(SETTLE_S)
        seconds = town.last_step_at() - began
        peak_mib = town.peak_memory_mib()
        work = town.stop_and_count()
    if work.cases == 0 or seconds <= 0:
        raise Failure("no case was worked", f"read the logs in {places.work}")
    return [
        throughput(shape, work, work.cases / seconds, places.work),
        Figure(f"{shape.name()}_memory", peak_mib, "MiB", "the worker before its first case", idle_mib),
    ]


def throughput(shape, work, cases_per_second, folder):
    if shape.latency_ms == 0:
        # Nothing waits for the registers: what is left that no program can avoid is that each stored step is durable.
        sync_s = probe.synced_write_s(folder, work.steps)
        return Figure(shape.name(), cases_per_second, "cases/s", "one synced 4 KiB write a stored step, one after another",
                      work.cases / (work.steps * sync_s))
    waiting_s = work.questions * shape.latency_ms / 1000
    return Figure(shape.name(), cases_per_second, "cases/s", "the same threads when they only wait for the registers' answers",
                  work.cases * shape.threads / waiting_s)
