"""Starts the simulator's program and asks it questions, for the checks beside this file."""
import base64
import json
import os
import subprocess
import tempfile
import time
import urllib.request

SSBT = "http://schema.forsakringskassan.se/integration/ssbt/10"
FK = "ABB AP AS BOB BST BTI DPE EJO ET FP FSJP GP HE MABB MEK NP OMV PJOB PROG RBE SA SBP SJP TFP US VB YL".split()
FK_GROUPS = ["FK:" + code for code in FK]
PM_GROUPS = ["PM:AP", "PM:BTI", "PM:EF"]
AGENCIES = ["AF", "CSN", "FK", "SKV", "SO", "TNS", "MIV"]


def lefi_question(person, begin, end):
    return {
        "personnummer": person,
        "period": {"from": begin, "tom": end},
        "formansinformation": FK_GROUPS,
        "ansprak": PM_GROUPS,
        "beslut": PM_GROUPS,
        "preliminaraUtbetalningar": FK_GROUPS + PM_GROUPS,
        "utbetalningar": FK_GROUPS + PM_GROUPS,
        "ovrigInformation": ["FK:GEPI", "FK:SGI"],
    }


def question(person, begin="2026-08-01", end="2026-10-31"):
    lefi = base64.b64encode(json.dumps(lefi_question(person, begin, end)).encode()).decode()
    agencies = ""
    for name in AGENCIES:
        inside = ""
        if name == "FK":
            inside = f"<fraga><aktorsid>000-00</aktorsid><lefiJsonFraga>{lefi}</lefiJsonFraga></fraga>"
        agencies += f'<{name} inkludera="true">{inside}</{name}>'
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<hamtaBastjanstInformation xmlns="{SSBT}"><generellaFrageparametrar>'
        "<korrelationsid>k-1</korrelationsid>"
        "<fraganSkallInkluderasISvaret>0</fraganSkallInkluderasISvaret><ingivare>"
        "<organisationsnummer>162120000001</organisationsnummer><namn>Testkommun</namn>"
        "<handlaggare>HL000001</handlaggare></ingivare>"
        f"<personidentitet>{person}</personidentitet><arendeidentitet>EKB-1</arendeidentitet>"
        f"<tidsperiod><fromDatum>{begin}</fromDatum><tomDatum>{end}</tomDatum></tidsperiod>"
        "<syfte>Prov</syfte><lagtext>Lagrum</lagtext></generellaFrageparametrar>"
        f"<specifikaFrageparametrar>{agencies}</specifikaFrageparametrar>"
        "</hamtaBastjanstInformation></s:Body></s:Envelope>"
    ).encode()


class Simulator:
    """The program on a free port; leaves with SIGTERM."""

    def __init__(self, program, *arguments):
        self.folder = tempfile.TemporaryDirectory()
        port_file = os.path.join(self.folder.name, "port")
        self.process = subprocess.Popen(
            [program, "--port-file", port_file, *arguments], stdout=subprocess.PIPE, text=True
        )
        # The program says "listening" after it has written the file.
        self.greeting = self.process.stdout.readline()
        assert self.greeting.startswith("listening on "), "the simulator did not start"
        with open(port_file, encoding="ascii") as file:
            self.port = int(file.read())

    def ask(self, body):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/", data=body, headers={"Content-Type": "text/xml; charset=utf-8"}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.read()

    def stop(self):
        """Returns the exit code and how many seconds the stop took."""
        begin = time.monotonic()
        self.process.terminate()
        code = self.process.wait(timeout=20)
        self.process.stdout.close()
        self.folder.cleanup()
        return code, time.monotonic() - begin
