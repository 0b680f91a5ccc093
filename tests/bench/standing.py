"""A worker that stands by: its memory, how soon it is ready again with many cases, and reads by many clients with mutual TLS, alone and beside a greedy one."""
import dataclasses
import json
import pathlib
import signal
import subprocess
import time

from figure import Failure, Figure
from town import START_S, Town

READY_S, READY_MANY = 2.0, 100_000
IDLE_MIB, WAITING_MIB = 100, 256
P99_MS = 20.0


@dataclasses.dataclass(frozen=True)
class Sizes:
    waiting: int
    clients: int = 50
    rate: int = 2_000
    seconds: float = 10.0
    settle_s: float = 5.0  # before memory is looked at


def openssl(*words):
    done = subprocess.run(["openssl", *(str(word) for word in words)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure("openssl ended with " + str(done.returncode), done.stderr.strip())


def issue(folder, name, san):
    (folder / f"{name}.ext").write_text(f"subjectAltName={san}\n", encoding="utf-8")
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
            "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.csr")
    openssl("x509", "-req", "-days", "60", "-CAcreateserial", "-in", folder / f"{name}.csr", "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key",
            "-extfile", folder / f"{name}.ext", "-out", folder / f"{name}.pem")


def make_certificates(folder, clients):
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "60", "-subj", "/CN=ca",
            "-keyout", folder / "ca.key", "-out", folder / "ca.pem")
    issue(folder, "server", "DNS:localhost,IP:127.0.0.1")
    for name in clients:
        issue(folder, name, f"URI:urn:bench:{name}")


class StandingTown(Town):
    """Registers that take so long that nothing moves, and a worker that callers reach with certificates."""

    def __init__(self, places, clients):
        # A case takes the whole of what a question may take.
        super().__init__(places, _Shape())
        self.clients = clients

    def start_all(self):
        make_certificates(self.folder, self.clients)
        ssbtek = self.start("ssbtek-sim", "--scenario", str(self.folder / "municipality/scenario.yaml"), "--latency-ms", str(self.shape.latency_ms),
                            "--port-file", str(self.folder / "ssbtek.port"))
        receiver = self.start("casesystem-sim", "--listen", "127.0.0.1:0", "--port-file", str(self.folder / "casesystem.port"))
        self.write_config(self.port("ssbtek.port", ssbtek), self.port("casesystem.port", receiver))
        path = self.folder / "medarbetare.yaml"
        callers = "".join(f'\n    - {{uri: "urn:bench:{name}", roles: [case_system]}}' for name in self.clients)
        text = path.read_text(encoding="utf-8")
        tls = "  tls: {certificate: server.pem, key: server.key, ca: ca.pem}\n  callers:" + callers + "\n"
        # store_bench fills a store that is not encrypted.
        text = text.replace("sealing:\n  key_file: keys\n", "")
        path.write_text(text.replace("grpc:\n", "grpc:\n" + tls), encoding="utf-8")

    def begin(self):
        """Seconds from the start of the worker until it serves."""
        (self.folder / "worker.port").unlink(missing_ok=True)
        began = time.monotonic()
        self.worker = self.start("medarbetare", "serve", "--config", str(self.folder / "medarbetare.yaml"))
        self.target = "127.0.0.1:" + self.port("worker.port", self.worker)
        return time.monotonic() - began

    def end(self, how):
        self.worker.send_signal(how)
        self.worker.wait(timeout=60)

    def memory_mib(self):
        for line in pathlib.Path(f"/proc/{self.worker.pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise Failure("the system does not tell a process's memory", "measure on Linux")


@dataclasses.dataclass(frozen=True)
class _Shape:
    latency_ms: int = 60_000
    threads: int = 4
    households: int = 1


def reads(places, town, sizes):
    done = subprocess.run([places.bin / "reads_bench", "--target", town.target, "--folder", town.folder, "--clients", str(sizes.clients),
                           "--rate", str(sizes.rate), "--seconds", str(sizes.seconds)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure("reads_bench ended with " + str(done.returncode), done.stderr.strip() or "run it by hand")
    return json.loads(done.stdout)


def standing(places, sizes):
    clients = [f"client-{number}" for number in range(sizes.clients)] + ["greedy"]
    with StandingTown(places, clients) as town:
        empty_s = town.begin()
        time.sleep(sizes.settle_s)
        idle_mib = town.memory_mib()
        town.end(signal.SIGTERM)
        store = town.folder / "medarbetare.db"
        filled = subprocess.run([places.bin / "store_bench", "--database", store, "--municipality", "0000-exempelkommun", "--op", "fill",
                                 "--cases", str(sizes.waiting)], capture_output=True, text=True, check=False)
        if filled.returncode != 0:
            raise Failure("store_bench ended with " + str(filled.returncode), filled.stderr.strip())
        town.begin()
        time.sleep(sizes.settle_s)
        waiting_mib = town.memory_mib()
        town.end(signal.SIGKILL)
        ready_s = town.begin()
        found = reads(places, town, sizes)
        read_mib = town.memory_mib()
    alone, beside = found["alone"], found["beside_greedy"]
    return [
        Figure("standing_idle_memory", idle_mib, "MiB without a case", "the most that it should be", IDLE_MIB, goal_most=IDLE_MIB),
        Figure("standing_waiting_memory", waiting_mib, f"MiB with {sizes.waiting} cases waiting", "without a case", idle_mib, goal_most=WAITING_MIB),
        Figure("standing_ready", ready_s, f"s from a start after a kill to serving, {sizes.waiting} cases", "the same with an empty store", empty_s,
               goal_most=READY_S),
        Figure("standing_reads", alone["per_s"], f"reads/s by {sizes.clients} clients with mutual TLS", "asked for", sizes.rate, goal=0.99 * sizes.rate),
        Figure("standing_reads_p99", alone["p99_ms"], "ms, 99th percentile, from when a read was due", "the median", max(alone["p50_ms"], 0.001),
               goal_most=P99_MS),
        Figure("standing_reads_greedy_p99", beside["p99_ms"], "ms of the same beside a client that has 64 calls open", "without it",
               max(alone["p99_ms"], 0.001), goal_most=2 * alone["p99_ms"]),
        Figure("standing_reads_greedy", max(found["greedy"]["per_s"], 0.1), "reads/s of that client", "of all others", max(beside["per_s"], 0.1)),
        Figure("standing_reads_memory", read_mib, "MiB after all reads", "with as many cases, before them", waiting_mib, goal_most=WAITING_MIB),
    ]
