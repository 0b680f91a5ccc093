"""Several workers on one PostgreSQL database: cases a second of four against one, each with as many threads, the registers with latency."""
import dataclasses
import subprocess
import time

from figure import Failure, Figure
from store import Postgresql, server_binaries
from town import Town, Work

SETTLE_S = 900
MANY = 4


class SharedTown(Town):
    """A town whose workers share a database."""

    def __init__(self, places, shape, server, workers):
        super().__init__(places, shape)
        self.server = server
        self.count = workers
        self.workers = []

    def write_config(self, ssbtek_port, receiver_port):
        super().write_config(ssbtek_port, receiver_port)
        path = self.folder / "medarbetare.yaml"
        text = path.read_text(encoding="utf-8")
        connection = f"host=127.0.0.1 port={self.server.port} user=bench dbname=postgres options='-c search_path={self.server.schema}'"
        text = text.replace("database: medarbetare.db", f'store:\n  kind: postgresql\n  connection: "{connection}"')
        path.write_text(text, encoding="utf-8")
        for number in range(2, self.count + 1):
            other = text.replace("worker.port", f"worker-{number}.port")
            (self.folder / f"medarbetare-{number}.yaml").write_text(other, encoding="utf-8")

    def start_all(self):
        super().start_all()
        self.workers = [self.worker]
        for number in range(2, self.count + 1):
            worker = self.start("medarbetare", "serve", "--config", str(self.folder / f"medarbetare-{number}.yaml"), log=f"medarbetare-{number}.log")
            self.port(f"worker-{number}.port", worker)
            self.workers.append(worker)

    def last_step_at(self):
        logs = ["medarbetare.log"] + [f"medarbetare-{number}.log" for number in range(2, self.count + 1)]
        found = [self.last_step_in(log) for log in logs]
        return max(at for at in found if at is not None)

    def stop_and_count(self):
        for worker in self.workers:
            worker.terminate()
        if any(worker.wait(timeout=60) != 0 for worker in self.workers):
            raise Failure("a worker did not stop in order", f"read medarbetare*.log in {self.folder}")
        counts = self.server.ask("SELECT (SELECT count(*) FROM cases), (SELECT count(*) FROM audit WHERE action = 'register_asked'), "
                                 "(SELECT count(*) FROM audit WHERE action = 'evidence_fetched'), (SELECT count(*) FROM audit)")
        cases, questions, rounds, steps = (int(one) for one in counts.split("|"))
        return Work(cases=cases, questions=questions, rounds=rounds, steps=steps)


def rate(places, shape, server, workers):
    folder = places.work / f"workers-{workers}"
    folder.mkdir()
    with server.store(), SharedTown(dataclasses.replace(places, work=folder), shape, server, workers) as town:
        began = time.time()
        town.submit_all(shape.clients)
        town.wait_until_worked(SETTLE_S)
        seconds = town.last_step_at() - began
        return town.stop_and_count().cases / seconds


def workers(places, shape):
    binaries = server_binaries()
    if binaries is None:
        return []
    server = Postgresql(places, binaries)
    try:
        server.start()
    except (OSError, subprocess.CalledProcessError):
        return []
    try:
        one = rate(places, shape, server, 1)
        many = rate(places, shape, server, MANY)
    finally:
        server.stop()
    return [Figure(f"workers_{MANY}", many, f"whole cases/s of {MANY} workers with {shape.threads} threads each", "one such worker", one, goal_ratio=3.2)]
