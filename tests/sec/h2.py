"""HTTP/2 by hand over mutual TLS: what no well-behaved client sends, and calls on a connection that is kept. Reads as much of HPACK
(RFC 7541) as the worker writes: of Huffman's codes those of base64, which its library uses for binary values alone."""
import base64, socket, ssl, struct, threading, time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST, SETTINGS, PING, GOAWAY, WINDOW, CONTINUATION = 0, 1, 3, 4, 6, 7, 8, 9
END_STREAM, END_HEADERS, ACK = 1, 4, 1
STATIC = (":authority :method :method :path :path :scheme :scheme :status :status :status :status :status :status :status accept-charset "
          "accept-encoding accept-language accept-ranges accept access-control-allow-origin age allow authorization cache-control "
          "content-disposition content-encoding content-language content-length content-location content-range content-type cookie date etag "
          "expect expires from host if-match if-modified-since if-none-match if-range if-unmodified-since last-modified link location "
          "max-forwards proxy-authenticate proxy-authorization range referer refresh retry-after server set-cookie "
          "strict-transport-security transfer-encoding user-agent vary via www-authenticate").split()
STATUS = {8: "200", 9: "204", 10: "206", 11: "304", 12: "400", 13: "404", 14: "500"}


HUFFMAN = {}
for length, first, letters in ((5, 0, "012ac"), (5, 5, "eiost"), (6, 0x18, "/3456789=A"), (6, 0x23, "bdfghlmnpru"), (7, 0x5d, "BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz"),
                               (8, 0xfc, "X"), (8, 0xfd, "Z"), (11, 0x7fb, "+")):
    for i, letter in enumerate(letters):
        HUFFMAN[(length, first + i)] = letter


def unpacked(data):
    """Base64 that was Huffman coded; None for another text."""
    out, code, length = [], 0, 0
    for byte in data:
        for bit in range(7, -1, -1):
            code, length = code << 1 | byte >> bit & 1, length + 1
            if (length, code) in HUFFMAN:
                out.append(HUFFMAN[(length, code)])
                code, length = 0, 0
            elif length > 11:
                return None
    return "".join(out)


def number(value, bits, first=0):
    most = (1 << bits) - 1
    if value < most:
        return bytes([first | value])
    out, value = bytearray([first | most]), value - most
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value])


def field(name, value):
    """A header that neither side keeps: literal, never indexed."""
    name, value = (v if isinstance(v, bytes) else v.encode() for v in (name, value))
    return b"\x10" + number(len(name), 7) + name + number(len(value), 7) + value


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def message(data):
    return b"\0" + struct.pack(">I", len(data)) + data


class Headers:
    """The other side's header table."""

    def __init__(self):
        self.kept = []

    def read(self, block):
        at, found = 0, {}

        def take(bits):
            nonlocal at
            most = (1 << bits) - 1
            value = block[at] & most
            at += 1
            shift = 0
            while value >= most:
                byte = block[at]
                at += 1
                value += (byte & 127) << shift
                shift += 7
                if not byte & 128:
                    break
            return value

        def text():
            nonlocal at
            huffman = block[at] & 128
            size = take(7)
            at += size
            return unpacked(block[at - size:at]) if huffman else block[at - size:at].decode("latin-1")

        def known(index):
            if index <= len(STATIC):
                return STATIC[index - 1], STATUS.get(index, "")
            return self.kept[index - len(STATIC) - 1]

        while at < len(block):
            first = block[at]
            if first & 128:
                name, value = known(take(7))
            elif first & 224 == 32:
                take(5)
                continue
            else:
                keep = first & 64
                index = take(6 if keep else 4)
                name = known(index)[0] if index else text()
                value = text()
                if keep:
                    self.kept.insert(0, (name, value))
            found[name] = value
        return found


class Link:
    """One connection. `acknowledge=False` keeps the other side's settings from holding."""

    def __init__(self, worker, identity, *, acknowledge=True, window=1 << 20):
        self.socket = worker.connect(identity)
        self.acknowledge, self.next, self.left = acknowledge, 1, b""
        self.table, self.answers, self.settings, self.resets, self.gone = Headers(), {}, {}, {}, None
        self.block = b""
        self.socket.sendall(PREFACE + frame(SETTINGS, 0, 0, struct.pack(">HI", 4, window)))

    def close(self):
        try:
            self.socket.close()
        except OSError:
            pass

    def send(self, data):
        self.socket.sendall(data)

    def head(self, path, *, extra=(), timeout="10S"):
        fields = [(":method", "POST"), (":scheme", "https"), (":path", "/" + path), (":authority", "localhost"),
                  ("content-type", "application/grpc"), ("te", "trailers")]
        if timeout:
            fields.append(("grpc-timeout", timeout))
        return b"".join(field(n, v) for n, v in fields + list(extra))

    def open(self, block, *, end=False):
        """Sends a header block in as many frames as it needs; the stream's number."""
        stream, self.next = self.next, self.next + 2
        parts = [block[i:i + 16384] for i in range(0, len(block), 16384)] or [b""]
        out = b""
        for i, part in enumerate(parts):
            flags = (END_HEADERS if i == len(parts) - 1 else 0) | (END_STREAM if end and i == 0 else 0)
            out += frame(HEADERS if i == 0 else CONTINUATION, flags, stream, part)
        self.send(out)
        return stream

    def body(self, stream, data):
        """In frames; the worker's window is larger than what the scripts send at once."""
        whole = message(data)
        for i in range(0, len(whole), 16384):
            last = i + 16384 >= len(whole)
            self.send(frame(DATA, END_STREAM if last else 0, stream, whole[i:i + 16384]))
            if i and i % (16384 * 3) == 0:
                self.pump(0.0)

    def pump(self, wait_s):
        """Takes what has come; False once the other side has ended it."""
        self.socket.settimeout(max(wait_s, 0.001))
        try:
            data = self.socket.recv(65536)
            if not data:
                return False
            self.left += data
        except (TimeoutError, ssl.SSLWantReadError):
            return True
        except (OSError, ssl.SSLError):
            return False
        finally:
            self.socket.settimeout(30)
        while len(self.left) >= 9:
            size = int.from_bytes(self.left[:3], "big")
            if len(self.left) < 9 + size:
                break
            kind, flags, stream = self.left[3], self.left[4], struct.unpack(">I", self.left[5:9])[0]
            payload, self.left = self.left[9:9 + size], self.left[9 + size:]
            self.take(kind, flags, stream, payload)
        return True

    def take(self, kind, flags, stream, payload):
        if kind == SETTINGS and not flags & ACK:
            for i in range(0, len(payload), 6):
                name, value = struct.unpack(">HI", payload[i:i + 6])
                self.settings[name] = value
            if self.acknowledge:
                self.send(frame(SETTINGS, ACK, 0))
        elif kind == PING and not flags & ACK:
            self.send(frame(PING, ACK, 0, payload))
        elif kind == RST:
            self.resets[stream] = struct.unpack(">I", payload)[0]
        elif kind == GOAWAY:
            self.gone = struct.unpack(">I", payload[4:8])[0]
        elif kind == DATA and payload:
            self.send(frame(WINDOW, 0, 0, struct.pack(">I", len(payload))))
        elif kind in (HEADERS, CONTINUATION):
            self.block += payload
            if flags & END_HEADERS:
                self.answers.setdefault(stream, {}).update(self.table.read(self.block))
                self.block = b""

    def wait(self, stream, wait_s=60):
        """(grpc-status, grpc-message) of the stream; status None where none came."""
        until = time.monotonic() + wait_s
        while time.monotonic() < until:
            answer = self.answers.get(stream, {})
            if "grpc-status" in answer:
                return int(answer["grpc-status"]), answer.get("grpc-message") or ""
            if stream in self.resets or not self.pump(0.2):
                answer = self.answers.get(stream, {})
                return (int(answer["grpc-status"]), answer.get("grpc-message") or "") if "grpc-status" in answer else (None, "")
        return None, ""

    def call(self, path, data=b"", **more):
        stream = self.open(self.head(path, **more))
        self.body(stream, data)
        answer = self.wait(stream)
        self.answers.pop(stream, None)
        return answer


class Caller(threading.Thread):
    """Calls at a pace until it is stopped, on connections that it renews; counts what failed and how long each took."""

    def __init__(self, worker, identity, path, every_s, *, per_link=20):
        super().__init__(daemon=True)
        self.worker, self.identity, self.path, self.every_s, self.per_link = worker, identity, path, every_s, per_link
        self.stop, self.calls, self.failed, self.times = threading.Event(), 0, [], []

    def run(self):
        link, next_at = None, time.monotonic()
        while not self.stop.is_set():
            began = time.monotonic()
            try:
                if link is None:
                    link = Link(self.worker, self.identity)
                status, text = link.call(self.path)
                if status != 0:
                    self.failed.append(f"{status} {text}")
            except (OSError, ssl.SSLError) as error:
                self.failed.append(type(error).__name__ + ": " + str(error)[:80])
                link = None
            self.calls += 1
            self.times.append(time.monotonic() - began)
            if link is not None and self.calls % self.per_link == 0:
                link.close()
                link = None
            next_at = max(next_at + self.every_s, time.monotonic() - 1)
            time.sleep(max(0.0, next_at - time.monotonic()))
        if link is not None:
            link.close()

    def end(self):
        self.stop.set()
        self.join(60)
        return self


def percentile(times, part):
    return sorted(times)[min(len(times) - 1, int(len(times) * part))] if times else 0.0
