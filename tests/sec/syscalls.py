"""The filter of system calls of a unit, as systemd builds it, for a process that is begun here. A call that it refuses ends the process at once
(SIGSYS), where the unit answers EPERM: what does not end was never refused."""
import ctypes, functools, os, shutil, subprocess

KILL_PROCESS, ALLOW = 0x80000000, 0x7fff0000


def ERRNO(number):
    return 0x00050000 | number


@functools.lru_cache(None)
def group(name):
    """The calls of a group of systemd, with those of the groups in it."""
    out = subprocess.run(["systemd-analyze", "--no-pager", "syscall-filter", name], capture_output=True, text=True, check=True).stdout
    calls = set()
    for line in out.splitlines()[1:]:
        word = line.strip()
        if word.startswith("@"):
            calls |= group(word)
        elif word and not word.startswith("#"):
            calls.add(word)
    return calls


def allowed(unit):
    """What the lines SystemCallFilter= of a unit's file leave."""
    calls, first = set(), True
    for line in unit.read_text().splitlines():
        if not line.startswith("SystemCallFilter="):
            continue
        text = line.split("=", 1)[1]
        named = set().union(*(group(w) if w.startswith("@") else {w} for w in text.lstrip("~").split()))
        assert not (first and text.startswith("~")), "the first line must allow"
        calls = calls - named if text.startswith("~") else calls | named
        first = False
    return calls | group("@default")


class Filter:
    """Loaded by the child between fork and exec: `preexec_fn=Filter(unit).load`. `refused`: calls that may be tried, and get EPERM."""

    def __init__(self, unit, refused=()):
        self.library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
        self.library.seccomp_init.restype = ctypes.c_void_p
        for name in ("seccomp_load", "seccomp_release"):
            getattr(self.library, name).argtypes = [ctypes.c_void_p]
        self.library.seccomp_rule_add_array.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.c_void_p]
        self.calls = allowed(unit)
        self.numbers = [n for n in map(self.number, sorted(self.calls)) if n >= 0]
        self.refused = [self.number(name) for name in refused]

    def number(self, name):
        return self.library.seccomp_syscall_resolve_name(name.encode())

    def load(self):
        context = self.library.seccomp_init(KILL_PROCESS)
        for number in self.numbers:
            self.library.seccomp_rule_add_array(context, ALLOW, number, 0, None)
        for number in self.refused:
            self.library.seccomp_rule_add_array(context, ERRNO(1), number, 0, None)
        if self.library.seccomp_load(context) != 0:
            os._exit(99)
