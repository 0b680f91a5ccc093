"""What must not come out, in the forms in which it could."""
import base64, html, urllib.parse


def forms(text):
    """{name of the encoding: bytes} of 8 encodings; base64 in its three alignments."""
    raw = text.encode()
    found = {"utf-8": raw, "latin-1": text.encode("latin-1", "replace"), "utf-16-le": text.encode("utf-16-le"), "utf-16-be": text.encode("utf-16-be"),
             "hex": raw.hex().encode(), "HEX": raw.hex().upper().encode(), "percent": urllib.parse.quote(text).encode(),
             "json": "".join(c if ord(c) < 128 else f"\\u{ord(c):04x}" for c in text).encode(),
             "html": html.escape(text).encode("ascii", "xmlcharrefreplace")}
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + raw)
        found[f"base64+{shift}"] = whole[4 if shift else 0:-4]
    return found


def seen(canaries, data):
    """[(canary, encoding)] that `data` holds."""
    return [(name, form) for name, text in canaries.items() for form, raw in forms(text).items() if len(raw) >= 6 and raw in data]
