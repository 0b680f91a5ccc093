"""What the scripts of this folder share: programs, certificates, a worker that is reached by mutual TLS, an invented town, and how a
script says what it tried. A script exits 0 when its claim holds, 1 when it does not, 77 when it cannot be tried here."""
import atexit, contextlib, json, os, pathlib, re, shutil, signal, socket, ssl, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("DM_SEC_BIN", ROOT / "build/dev/bin"))
ROLES = ["case_system", "caseworker", "cleared", "operations", "policy", "auditor"]
# Callers of several roles: who signs frames and submits, as the command line does, and a caseworker who is cleared.
SEVERAL = {"submitter": ["case_system", "caseworker"], "specialist": ["caseworker", "cleared"]}
WAIT_S = 120  # for what must come; never a claim about speed
failures = []


def say(text):
    print(text, flush=True)


def check(holds, what, found=""):
    """One thing that was tried. `found` must hold nothing about persons or keys."""
    say(("ok    " if holds else "FAILS ") + what + ("" if holds or found == "" else f": {found}"))
    if not holds:
        failures.append(what)
    return holds


def done():
    if failures:
        say(f"{len(failures)} of what was tried does not hold")
    sys.exit(1 if failures else 0)


def skip(why):
    if failures:
        done()
    say(f"skipped: {why}")
    sys.exit(77)


def program(name):
    path = BIN / name
    if not path.exists():
        skip(f"{name} is not built")
    return str(path)


def run(*words, **more):
    more.setdefault("timeout", 600)
    return subprocess.run([str(w) for w in words], capture_output=True, text=True, errors="replace", **more)


def suite(binary, tests):
    """The named tests of a test program hold, and each of them is there."""
    wanted = tests.split(":")
    result = run(program(binary), "--gtest_filter=" + tests, "--gtest_brief=1")
    listed = run(program(binary), "--gtest_list_tests", "--gtest_filter=" + tests).stdout
    count = sum(1 for line in listed.splitlines() if line.startswith("  "))
    check(count >= len(wanted), f"{binary} has the {len(wanted)} tests that are asked for", f"{count}")
    check(result.returncode == 0, f"{binary}: {count} tests hold ({tests})", result.stdout[-2000:])


_processes = []


@atexit.register
def _end():
    for process in _processes:
        if process.poll() is None:
            process.terminate()
    for process in _processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)


def start(words, log, **more):
    process = subprocess.Popen([str(w) for w in words], stdout=open(log, "ab"), stderr=subprocess.STDOUT, **more)
    _processes.append(process)
    return process


def wait_for(condition, what):
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    say(f"FAILS {what} did not come within {WAIT_S} s")
    sys.exit(1)


def read_port(path, process):
    def look():
        if process.poll() is not None:
            return -1
        text = path.read_text().strip() if path.exists() else ""
        return int(text) if text else 0
    return wait_for(look, path.name)


class Folder:
    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="medarbetare-sec-"))
        self.path.chmod(0o700)
        atexit.register(shutil.rmtree, self.path, True)

    def __truediv__(self, name):
        return self.path / name


def openssl(*words):
    result = run("openssl", *words)
    assert result.returncode == 0, result.stderr


class Authority:
    """A certificate authority and what it issues, in a folder."""

    def __init__(self, folder, name="ca"):
        self.folder, self.name = folder, name
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem")

    def issue(self, name, san, *, key=("ec", "-pkeyopt", "ec_paramgen_curve:P-256"), digest="sha256", usage="", start="", end="", extra=""):
        """start and end as YYYYMMDDHHMMSSZ."""
        f = self.folder
        lines = ([f"subjectAltName={san}"] if san else []) + ([f"extendedKeyUsage={usage}"] if usage else []) + ([extra] if extra else [])
        (f / f"{name}.ext").write_text("\n".join(lines) + "\n")
        openssl("req", "-newkey", *key, "-nodes", "-subj", f"/CN={name}", "-keyout", f / f"{name}.key", "-out", f / f"{name}.csr")
        if start:
            (f / "ca.cnf").write_text(
                "[ca]\ndefault_ca=d\n[d]\ndatabase=" + str(f / "index") + "\nnew_certs_dir=" + str(f.path) + "\nrand_serial=yes\npolicy=p\n"
                "default_md=sha256\nunique_subject=no\n[p]\ncommonName=supplied\n")
            (f / "index").write_text("")
            openssl("ca", "-batch", "-config", f / "ca.cnf", "-notext", "-in", f / f"{name}.csr", "-cert", f / f"{self.name}.pem", "-keyfile",
                    f / f"{self.name}.key", "-startdate", start, "-enddate", end, "-extfile", f / f"{name}.ext", "-out", f / f"{name}.pem")
        else:
            openssl("x509", "-req", "-days", "1", f"-{digest}", "-CAcreateserial", "-in", f / f"{name}.csr", "-CA", f / f"{self.name}.pem", "-CAkey",
                    f / f"{self.name}.key", "-extfile", f / f"{name}.ext", "-out", f / f"{name}.pem")
        return name


def uri(role):
    return f"urn:sec:{role}"


class Worker:
    """A worker outside development: mutual TLS, one caller a role. Its registers are not there."""

    def __init__(self, folder=None, **more):
        self.folder = folder or Folder()
        f = self.folder
        self.ca = Authority(f)
        self.ca.issue("server", "DNS:localhost,IP:127.0.0.1")
        self.ca.issue("client", "DNS:medarbetare.example")
        for role in ROLES + ["unknown"] + list(SEVERAL):
            self.ca.issue(role, f"URI:{uri(role)}")
        callers = "".join(f'    - {{uri: "{uri(role)}", roles: [{role}]}}\n' for role in ROLES)
        callers += "".join(f'    - {{uri: "{uri(name)}", roles: [{", ".join(roles)}]}}\n' for name, roles in SEVERAL.items())
        tls = "{certificate: server.pem, key: server.key, ca: ca.pem}"
        (f / "medarbetare.yaml").write_text(
            f"environment: test\nmunicipality: 0000-exempelkommun\npolicies: {ROOT}/policies\ndatabase: medarbetare.db\n"
            f"audit: {{checkpoints: checkpoints}}\nlog: {{format: json}}\nmetrics: {{listen: \"127.0.0.1:0\", port_file: metrics.port}}\n"
            f"grpc:\n  listen: 127.0.0.1:0\n  port_file: worker.port\n  tls: {tls}\n  callers:\n{callers}"
            f"ssbtek:\n  url: https://127.0.0.1:9/\n  organisation_number: \"162120000001\"\n  organisation_name: Exempelkommun\n"
            f"  aktorsid: \"000-00\"\n  lefi_groups_granted: [\"FK:BOB\"]\n  rate_per_minute: 60\n  tls: {{certificate: client.pem, key: client.key, ca: ca.pem}}\n")
        self.log = f / "medarbetare.log"
        self.more = more

    def begin(self):
        """True when it serves; False when it has ended instead."""
        (self.folder / "worker.port").unlink(missing_ok=True)
        self.process = start([program("medarbetare"), "serve", "--config", self.folder / "medarbetare.yaml"], self.log, **self.more)
        self.port = read_port(self.folder / "worker.port", self.process)
        return self.port > 0

    def refusal(self):
        """Of a start that must fail: what it printed."""
        result = run(program("medarbetare"), "serve", "--config", self.folder / "medarbetare.yaml", **self.more)
        return result.returncode, result.stdout + result.stderr

    def end(self):
        self.process.terminate()
        return self.process.wait(WAIT_S)

    def resident_kb(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1])

    def medarbetare(self, identity, *words, **more):
        """The command line in the name of a role."""
        f = self.folder
        where = dict(os.environ, MEDARBETARE_TARGET=f"localhost:{self.port}", MEDARBETARE_CA=str(f / "ca.pem"),
                     MEDARBETARE_CERT=str(f / f"{identity}.pem"), MEDARBETARE_KEY=str(f / f"{identity}.key"))
        return run(program("medarbetare"), *words, env=where, **more)

    def submit(self, name="one", **replaced):
        """Sends the example of the documents as an application of its own; `replaced`: texts in place of others. (exit code, output)"""
        text = (ROOT / "docs/examples/case-input.json").read_text().replace("A-2026-12-0001", f"A-{name}").replace("H-0001", f"H-{name}")
        text = re.sub(r'"\d{4}-\d\d-\d\dT[0-9:]+Z"', time.strftime('"%Y-%m-%dT%H:%M:%SZ"', time.gmtime(time.time() - 60)), text)
        for old, new in replaced.items():
            assert json.dumps(old)[1:-1] in text, old
            text = text.replace(json.dumps(old)[1:-1], json.dumps(new)[1:-1])
        path = self.folder / f"application-{name}.json"
        path.write_text(text)
        result = self.medarbetare("submitter", "submit", path)
        return result.returncode, result.stdout + result.stderr

    def events(self):
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]

    def actions(self):
        """What the audit chain holds, oldest first: (action, subject, actor)."""
        out = self.folder / "audit.jsonl"
        out.unlink(missing_ok=True)
        result = self.medarbetare("auditor", "audit", "export", out)
        assert result.returncode == 0, result.stderr
        records = [json.loads(line) for line in out.read_text().splitlines()]
        return [(r["action"], r["subject"], r["actor"]) for r in records]

    def change(self, old, new):
        path = self.folder / "medarbetare.yaml"
        text = path.read_text()
        assert old in text, old
        path.write_text(text.replace(old, new))

    def context(self, identity=None):
        context = ssl.create_default_context(cafile=str(self.folder / "ca.pem"))
        context.check_hostname = False
        context.set_alpn_protocols(["h2"])
        if identity:
            context.load_cert_chain(self.folder / f"{identity}.pem", self.folder / f"{identity}.key")
        return context

    def connect(self, identity):
        raw = socket.create_connection(("127.0.0.1", self.port), 30)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as every client does: else a call waits 40 ms for itself
        return self.context(identity).wrap_socket(raw, server_hostname="localhost")

    def call(self, identity, method, message=b"", *, timeout="10S", headers=(), certificate=None):
        """(grpc-status, grpc-message); status None where there was no answer. `method`: Service/Method."""
        body = self.folder / f"body-{os.getpid()}"
        body.write_bytes(b"\0" + len(message).to_bytes(4, "big") + message)
        words = ["curl", "--silent", "--http2", "--max-time", "60", "--cacert", self.folder / "ca.pem", "-D", "-", "-o", os.devnull,
                 "-H", "content-type: application/grpc", "-H", "te: trailers", "-H", "expect:", "--data-binary", f"@{body}"]
        if timeout:
            words += ["-H", f"grpc-timeout: {timeout}"]
        for header in headers:
            words += ["-H", header]
        certificate = certificate or identity
        if certificate:
            words += ["--cert", self.folder / f"{certificate}.pem", "--key", self.folder / f"{certificate}.key"]
        answer = run(*words, f"https://localhost:{self.port}/{method}")
        found = {}
        for line in answer.stdout.splitlines():
            name, colon, value = line.partition(":")
            if colon:
                found[name.strip().lower()] = value.strip()
        status = found.get("grpc-status")
        return (int(status) if status is not None else None), found.get("grpc-message", "")


def services():
    """{service: [method]} that the worker serves, by the contract's files. CaseSystemService is the case system's."""
    found = {}
    for path in sorted((ROOT / "proto/medarbetare/v1").glob("*_service.proto")):
        service = None
        for line in path.read_text().splitlines():
            words = line.split()
            if words[:1] == ["service"]:
                service = "medarbetare.v1." + words[1]
                found[service] = []
            elif words[:1] == ["rpc"]:
                found[service].append(words[1].split("(")[0])
    del found["medarbetare.v1.CaseSystemService"]
    return found

