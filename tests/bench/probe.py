"""What the disk itself can do: writing one page and waiting until it is durable."""
import os
import time

PAGE = 4096
WRITES_MAX = 2000


def synced_write_s(folder, writes):
    """Mean seconds of one page written and synced in `folder`, over at most 2 000. The file has its size before, as a database's log
    soon has, so that no sync waits for the file system's own records as well."""
    writes = max(1, min(writes, WRITES_MAX))
    path = folder / "sync-probe"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, bytes(PAGE * writes))
        os.fsync(descriptor)
        page = os.urandom(PAGE)
        began = time.monotonic()
        for number in range(writes):
            os.pwrite(descriptor, page, number * PAGE)
            os.fdatasync(descriptor)
        return (time.monotonic() - began) / writes
    finally:
        os.close(descriptor)
        path.unlink()
