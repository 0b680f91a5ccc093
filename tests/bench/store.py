"""The store by itself: cases claimed and completed through the port that the worker uses, on SQLite and, where its server is installed,
PostgreSQL; and, where the shared queue bench lies beside the repository and its peers are installed (QBENCH_DIR), other queues in the same series."""
import contextlib
import dataclasses
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys

from figure import Failure, Figure
from probe import synced_write_s

SINGLE = 16       # connections to PostgreSQL
IN_FLIGHT = 64
GROUP = 200
GROWTH = 1 / 1.2  # a job with very many beside it takes at most so much longer


@dataclasses.dataclass(frozen=True)
class Sizes:
    jobs: int = 0
    starts: int = 0
    many: int = 0
    few: int = 0


def bench(places, where, *arguments):
    command = [places.bin / "store_bench", *where, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure(f"store_bench ended with {done.returncode}", done.stderr.strip() or "run it by hand")
    print(done.stdout.strip(), file=sys.stderr)
    return json.loads(done.stdout)


# The row of one case and its parts, so many times more, waiting or closed. What the store's own way in would write is the same,
# but for the audit records, which no claim reads.
COPY = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
INSERT INTO cases (case_id, application_id, household_id, month, content_sha256, state, version, received_at_ms, updated_at_ms, due_at_ms)
SELECT 'EKB-' || (1000000000 + i + {from_}), 'COPY-' || (i + {from_}), 'HH-' || (i + {from_}), month, content_sha256, '{state}', 1, received_at_ms + i,
updated_at_ms, due_at_ms FROM n, (SELECT * FROM cases WHERE application_id = 'APP-0') AS one"""
PARTS = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
INSERT INTO case_parts SELECT 'EKB-' || (1000000000 + i + {from_}), part, part_sealed FROM n,
(SELECT * FROM case_parts WHERE case_id = (SELECT case_id FROM cases WHERE application_id = 'APP-0')) AS one"""


def copies(count, state, from_):
    return [text.format(count=count, state=state, from_=from_) for text in (COPY, PARTS)]


class Sqlite:
    name = "sqlite"

    def __init__(self, places):
        self.places = places
        self.number = 0

    @contextlib.contextmanager
    def store(self):
        self.number += 1
        folder = self.places.work / f"store-{self.number}"
        folder.mkdir()
        self.file = folder / "store.db"
        yield ["--database", self.file]
        shutil.rmtree(folder)

    def run_sql(self, statements):
        with contextlib.closing(sqlite3.connect(self.file, isolation_level=None)) as database:
            database.execute("PRAGMA synchronous = OFF")
            for statement in [*statements, "PRAGMA wal_checkpoint(TRUNCATE)"]:
                database.execute(statement)
        # What the system still holds back would be written in the middle of what is measured.
        descriptor = os.open(self.file, os.O_RDWR)
        os.fsync(descriptor)
        os.close(descriptor)


class Postgresql:
    """A server of its own, as it is shipped, on loopback, in the work folder."""
    name = "postgresql"

    def __init__(self, places, binaries):
        self.binaries = binaries
        self.data = places.work / "postgresql"
        self.number = 0

    def as_server(self, *command):
        # The server refuses to run as root.
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        return subprocess.run([*user, *map(str, command)], capture_output=True, text=True, check=True)

    def start(self):
        self.data.mkdir()
        if os.geteuid() == 0:
            for folder in [self.data.parent, *self.data.parent.parents]:
                if not os.stat(folder).st_mode & 0o001 and folder == self.data.parent:
                    folder.chmod(0o711)
            shutil.chown(self.data, "postgres")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.as_server(self.binaries / "initdb", "-D", self.data / "data", "-U", "bench", "--auth=trust", "--encoding=UTF8", "--no-locale")
        self.as_server(self.binaries / "pg_ctl", "-D", self.data / "data", "-l", self.data / "log", "-w", "-o",
                       f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories=''", "start")

    def stop(self):
        self.as_server(self.binaries / "pg_ctl", "-D", self.data / "data", "-m", "fast", "-w", "stop")

    def psql(self, text, schema="public"):
        subprocess.run([self.binaries / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "bench", "-d", "postgres", "-q", "-v", "ON_ERROR_STOP=1"],
                       env=dict(os.environ, PGOPTIONS=f"-c search_path={schema}"), input=text, capture_output=True, text=True, check=True)

    def ask(self, text):
        done = subprocess.run([self.binaries / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "bench", "-d", "postgres", "-AtqXc", text],
                              env=dict(os.environ, PGOPTIONS=f"-c search_path={self.schema}"), capture_output=True, text=True, check=True)
        return done.stdout.strip()

    @contextlib.contextmanager
    def store(self):
        self.number += 1
        self.schema = f"bench{self.number}"
        self.psql(f"CREATE SCHEMA {self.schema}")
        yield ["--connection", f"host=127.0.0.1 port={self.port} user=bench dbname=postgres options='-c search_path={self.schema}'",
               "--connections", str(SINGLE)]
        self.psql(f"DROP SCHEMA {self.schema} CASCADE")

    def run_sql(self, statements):
        self.psql("SET synchronous_commit = off;" + ";".join(statements), self.schema)
        self.psql("VACUUM ANALYZE; CHECKPOINT", self.schema)  # as the server's own housekeeping leaves them


def server_binaries():
    for folder in [pathlib.Path(os.environ.get("PG_BIN", "/nonexistent")), *sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]:
        if (folder / "initdb").is_file():
            return folder
    return None


def peers(places):
    """Jobs a second of other queues, each run now."""
    bench_folder = places.root.parent / "shared/bench/queue"
    work = os.environ.get("QBENCH_DIR")
    if not work or not (bench_folder / "run.py").is_file():
        return {}
    wanted = {
        "graphile_1": r"peers.*graphile.* op=drain n=10000$",
        "graphile_4": r"peers.*graphile.* op=drain n=10000 c=4$",
        "graphile_best": r"peers.*graphile.* n=100000 c=24",
        "pgboss_best": r"peers.*pgboss.* op=drain n=100000",
        "pgboss_loop": r"peers.*pgboss.* op=loop n=100000 m=20000",
        "plainjob": r"peers.*plainjob op=drain n=10000 sync=FULL$",
        "c_reference": r"reference.*mode=group threads=64 n=50000$",
        "c_reference_1": r"reference.*sqlite_queue.*mode=step n=10000$",
        "pg_reference_16": r"reference.*pg_queue.*mode=step n=20000 conns=16$",
    }
    found = {}
    for name, pattern in wanted.items():
        command = [sys.executable, "-B", bench_folder / "run.py", "--work", work, "--runs", "1", "--only", pattern]
        environment = dict(os.environ, BENCH_LOCK=str(places.work / "lock"))
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        lines = [line for line in lines if line.get("jobs_per_s")]
        if lines:
            print(json.dumps(lines[0]), file=sys.stderr)
            found[name] = lines[0]["jobs_per_s"]
        else:
            print(f"store: {name} gave no figure: {done.stderr.strip()[-300:]}", file=sys.stderr)
    return found


def compared(store_name, rates, found):
    """What the goals say, where the peer was run beside it."""
    goals = {
        "sqlite": [("64", "graphile_1", 10), ("64", "graphile_4", 4), ("64", "plainjob", 5), ("64", "c_reference", 0.8),
                   ("groups", "graphile_best", 1), ("groups", "pgboss_best", 1), ("groups", "pgboss_loop", 1), ("1", "c_reference_1", None)],
        "postgresql": [("16", "graphile_1", 3), ("groups", "graphile_best", 1.2), ("groups", "pgboss_best", 1.2),
                       ("groups", "pgboss_loop", 1.2), ("16", "pg_reference_16", None)],
    }
    return [Figure(f"store_{store_name}_{ours}_to_{peer}", rates[ours], "cases/s claimed and completed", f"{peer}, jobs/s", found[peer], goal_ratio=goal)
            for ours, peer, goal in goals[store_name] if peer in found]


def growth(places, engine, sizes):
    """Cases a second when few wait and none are done, against very many of either."""
    rates = {}
    shapes = {"few": (sizes.few, 0), "waiting": (sizes.many, 0), "done": (sizes.few, sizes.many)}
    jobs = min(sizes.few, 1_000)
    for name, (waiting, done) in shapes.items():
        with engine.store() as where:
            bench(places, where, "--op", "fill", "--cases", 1, "--in-flight", 1)
            statements = copies(waiting, "RECEIVED", 0)
            if done:
                statements += copies(done, "CLOSED", waiting)
            engine.run_sql(statements)
            rates[name] = bench(places, where, "--cases", 0, "--jobs", jobs, "--in-flight", IN_FLIGHT, "--backlog", waiting,
                                "--history", done)["jobs_per_s"]
    return [Figure(f"store_{engine.name}_{name}", rates[name], f"cases/s with {sizes.many} {name}", f"the same with {sizes.few} waiting, none done",
                   rates["few"], goal_ratio=GROWTH) for name in ("waiting", "done")]


def measure(places, engine, sizes, found):
    synced = 1 / synced_write_s(places.work, 500)
    middle = SINGLE if engine.name == "postgresql" else IN_FLIGHT
    rates = {}
    shapes = {"1": (1, max(sizes.jobs // 10, 50), "queue"), str(middle): (middle, sizes.jobs, "queue"),
              "groups": (2 * GROUP, sizes.jobs, "queue"), "case": (IN_FLIGHT, sizes.jobs // 4, "case")}
    for name, (in_flight, jobs, work) in shapes.items():
        with engine.store() as where:
            rates[name] = bench(places, where, "--cases", jobs, "--in-flight", in_flight, "--work", work)["jobs_per_s"]
    figures = [Figure(f"store_{engine.name}_{name}", rate, "cases/s claimed and completed" if name != "case" else "whole cases/s stored in five changes",
                      "synced 4 KiB writes, one after another", synced) for name, rate in rates.items()]
    with engine.store() as where:
        idle = bench(places, where, "--op", "latency", "--cases", 0, "--jobs", sizes.starts)
    for share, goal_ms in (("p50", 2), ("p99", 10)):
        figures.append(Figure(f"store_{engine.name}_start_{share}", 1000 / idle[share + "_ms"], "starts/s one after another", "two synced writes",
                              synced / 2, goal=1000 / goal_ms))
    return figures + compared(engine.name, rates, found)


def on_each(places, measured):
    figures = measured(Sqlite(places))
    binaries = server_binaries()
    if binaries is None:
        return figures
    server = Postgresql(places, binaries)
    try:
        server.start()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"store: PostgreSQL is left out, its server did not start here: {error}", file=sys.stderr)
        return figures
    try:
        return figures + measured(server)
    finally:
        server.stop()


def store(places, sizes):
    found = peers(places)
    return on_each(places, lambda engine: measure(places, engine, sizes, found))


def store_growth(places, sizes):
    return on_each(places, lambda engine: growth(places, engine, sizes))
