"""Town: an invented municipality with its registers, its case system and a worker: real programs, loopback, a folder of its own."""
import calendar
import dataclasses
import json
import pathlib
import re
import sqlite3
import subprocess
import time

from figure import Failure

MONTH = "2026-12"
TODAY_S = calendar.timegm((2026, 11, 24, 7, 0, 0))  # 08:00 in Sweden, whatever the day is
IN_WORK = {f"CASE_STATE_{name}" for name in ("RECEIVED", "REGISTERED", "FETCHED", "EVALUATED", "DECIDED")}
START_S = 30
LOG_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z \w+ case_")


@dataclasses.dataclass(frozen=True)
class Work:
    cases: int
    questions: int  # put to the registers, one a person
    rounds: int     # of questions that were put at once
    steps: int      # stored with their audit record, each in a transaction


class Town:
    def __init__(self, places, shape):
        self.places = places
        self.shape = shape
        self.folder = places.work
        self.processes = []
        self.programs = {}  # those that go on, by name
        self.target = ""

    def __enter__(self):
        try:
            self.draw()
            self.start_all()
        except BaseException:
            self.kill_all()
            raise
        return self

    def __exit__(self, *_):
        self.kill_all()

    def draw(self):
        self.run("ssbtek-municipality", "--size", str(self.shape.households), "--seed", "2026", "--month", MONTH,
                 "--out", str(self.folder / "municipality"))

    def start_all(self):
        ssbtek = self.start("ssbtek-sim", "--scenario", str(self.folder / "municipality/scenario.yaml"),
                            "--latency-ms", str(self.shape.latency_ms), "--port-file", str(self.folder / "ssbtek.port"),
                            # One for each person whom a case in flight is asked about, of each worker: what finds none waits until it times out.
                            "--threads", "2048")
        ssbtek_port = self.port("ssbtek.port", ssbtek)
        receiver = self.start("casesystem-sim", "--listen", "127.0.0.1:0", "--port-file", str(self.folder / "casesystem.port"))
        self.write_config(ssbtek_port, self.port("casesystem.port", receiver))
        self.run("medarbetare", "keys", "new", str(self.folder / "keys"))
        self.worker = self.start("medarbetare", "serve", "--config", str(self.folder / "medarbetare.yaml"))
        self.target = "127.0.0.1:" + self.port("worker.port", self.worker)

    def write_config(self, ssbtek_port, receiver_port):
        text = (self.places.root / "deploy/demo.yaml.in").read_text(encoding="utf-8")
        for old, new in {"../policies": str(self.places.root / "policies"),
                         "@LISTEN@": "127.0.0.1:0",
                         "@SSBTEK@": f"http://127.0.0.1:{ssbtek_port}/",
                         "@CASESYSTEM@": f"127.0.0.1:{receiver_port}",
                         "@OFFSET@": str(int((TODAY_S - time.time()) * 1000)),
                         "threads: 4": f"threads: {self.shape.threads}"}.items():
            if old not in text:
                raise Failure(f"deploy/demo.yaml.in no longer has {old}", "bring tests/bench/town.py in line with it")
            text = text.replace(old, new)
        (self.folder / "medarbetare.yaml").write_text(text, encoding="utf-8")

    def start(self, program, *arguments, log=""):
        with open(self.folder / (log or f"{program}.log"), "w", encoding="utf-8") as out:
            process = subprocess.Popen([self.places.bin / program, *arguments], stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        self.processes.append(process)
        if not log:
            self.programs[program] = process
        return process

    def port(self, name, process):
        """The number in the port file, which a program writes once it listens."""
        path = self.folder / name
        until = time.monotonic() + START_S
        while time.monotonic() < until and process.poll() is None:
            if path.is_file() and path.read_text().strip():
                return path.read_text().strip()
            time.sleep(0.01)
        raise Failure(f"no {name} after the start", f"read the logs in {self.folder}")

    def run(self, program, *arguments):
        done = subprocess.run([self.places.bin / program, *arguments], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failure(f"{program} ended with {done.returncode}", done.stderr.strip() or "run it by hand")
        return done.stdout

    def submit_all(self, clients):
        files = sorted(str(path) for path in (self.folder / "municipality/cases").glob("*.json"))
        shares = [files[number::clients] for number in range(clients)]
        sending = [self.start("medarbetare", "submit", "--target", self.target, *share, log=f"submit-{number}.log")
                   for number, share in enumerate(shares) if share]
        if any(process.wait() != 0 for process in sending):
            raise Failure("an application was refused", f"read submit-*.log in {self.folder}")

    def wait_until_worked(self, timeout_s):
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            status = json.loads(self.run("medarbetare", "status", "--json", "--target", self.target))
            if not any(one.get("state") in IN_WORK and one.get("count", 0) for one in status.get("states", [])):
                return
            time.sleep(max(0.1, self.shape.households / 10_000))  # each look costs the start of a program
        raise Failure(f"cases are still in work after {timeout_s} s", f"read {self.folder}/medarbetare.log")

    def last_step_at(self):
        """When the log says that the last step of a case was stored: finer than looking at the status can be."""
        at = self.last_step_in("medarbetare.log")
        if at is None:
            raise Failure("the log tells of no case", f"read {self.folder}/medarbetare.log")
        return at

    def last_step_in(self, log):
        for line in reversed((self.folder / log).read_text(encoding="utf-8").splitlines()):
            found = LOG_TIME.match(line)
            if found:
                *whole, milliseconds = (int(part) for part in found.groups())
                return calendar.timegm(tuple(whole)) + milliseconds / 1000
        return None

    def peak_memory_mib(self):
        for line in pathlib.Path(f"/proc/{self.worker.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        raise Failure("the system does not tell a process's peak memory", "measure on Linux")

    def stop_and_count(self):
        self.worker.terminate()
        if self.worker.wait(timeout=60) != 0:
            raise Failure("the worker did not stop in order", f"read {self.folder}/medarbetare.log")
        with sqlite3.connect(f"file:{self.folder}/medarbetare.db?mode=ro", uri=True) as store:
            count = lambda sql: store.execute(sql).fetchone()[0]
            return Work(cases=count("SELECT count(*) FROM cases"),
                        questions=count("SELECT count(*) FROM audit WHERE action = 'register_asked'"),
                        rounds=count("SELECT count(*) FROM audit WHERE action IN ('evidence_fetched', 'evidence_awaited') AND detail NOT LIKE 'asked=0 %'"),
                        steps=count("SELECT count(*) FROM audit"))

    def kill_all(self):
        for process in self.processes:
            process.kill()
            process.wait()
