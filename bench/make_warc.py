"""Makes a web archive as CC-NEWS has them, out of a folder of pages: gzip by record, a warcinfo record first, then
a request and a response for each page, with chunked and compressed bodies, revisits, a truncated and a damaged record
now and then.

    python3 bench/make_warc.py PAGES OUT.warc.gz MEGABYTES [SEED]

PAGES holds *.html.gz at any depth. They are taken again and again, each time at another address and with another
blob of script beside the text, until the archive has its size."""
import base64
import glob
import gzip
import random
import sys
import zlib

folder, out, size = sys.argv[1], sys.argv[2], int(sys.argv[3]) << 20
rnd = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
files = sorted(glob.glob(folder + "/**/*.html.gz", recursive=True))
if not files:
    sys.exit("make_warc: no *.html.gz under " + folder)
pages = [gzip.open(f).read() for f in files]
number = 0


def record(kind, uri, content_type, block, more=b""):
    global number
    number += 1
    head = (b"WARC/1.%d\r\nWARC-Type: %s\r\nWARC-Date: 2025-06-%02dT10:00:00Z\r\nWARC-Record-ID: <urn:uuid:%08x-0000-4000-"
            b"8000-000000000000>\r\n" % (number & 1, kind, number % 30 + 1, number))
    if uri:
        head += b"WARC-Target-URI: %s\r\n" % uri
    return head + more + b"Content-Type: %s\r\nContent-Length: %d\r\n\r\n" % (content_type, len(block)) + block + b"\r\n\r\n"


def chunked(body):
    made, at = [], 0
    while at < len(body):
        n = rnd.randint(500, 8192)
        made.append(b"%x\r\n%s\r\n" % (len(body[at:at + n]), body[at:at + n]))
        at += n
    return b"".join(made) + b"0\r\n\r\n"


kinds = dict.fromkeys("plain chunked gzip revisit truncated damaged".split(), 0)
written = 0
with open(out, "wb") as f:
    def put(data):
        global written
        written += len(data)
        f.write(data)

    put(gzip.compress(record(b"warcinfo", b"", b"application/warc-fields", b"software: make_warc\r\nformat: WARC File "
                             b"Format 1.0\r\n"), 1, mtime=0))
    turn = 0
    while written < size:
        html = pages[turn % len(pages)]
        uri = b"https://news.example/%d/%d" % (turn // len(pages), turn % len(pages))
        turn += 1
        cut = html.lower().find(b"</body")
        blob = base64.b64encode(rnd.randbytes(rnd.randint(2000, 80000)))
        html = html[:cut] + b"<script>window.state=\"" + blob + b"\"</script>" + html[cut:] if cut > 0 else html
        kind = rnd.choices(list(kinds), [60, 20, 14, 4, 1, 1])[0]
        kinds[kind] += 1
        header, body, more = b"Content-Type: text/html\r\n", html, b""
        if kind == "chunked":
            header, body = header + b"Transfer-Encoding: chunked\r\n", chunked(html)
        elif kind == "gzip":
            header, body = header + b"Content-Encoding: gzip\r\n", gzip.compress(html, 1, mtime=0)
        elif kind == "revisit":
            body = b""
        elif kind == "truncated":
            body, more = html[:len(html) // 2], b"WARC-Truncated: length\r\n"
        put(gzip.compress(record(b"request", uri, b"application/http; msgtype=request", b"GET / HTTP/1.1\r\nHost: "
                                 b"news.example\r\n\r\n"), 1, mtime=0))
        answer = b"HTTP/1.1 200 OK\r\n" + header + b"Content-Length: %d\r\n\r\n" % len(body) + body
        data = gzip.compress(record(b"revisit" if kind == "revisit" else b"response", uri, b"application/http; "
                                    b"msgtype=response", answer, more), 1, mtime=0)
        if kind == "damaged":
            data = data[:len(data) // 2] + bytes(40) + data[len(data) // 2 + 40:]
        put(data)
print("%d MB, %d pages: %s" % (written >> 20, turn, ", ".join("%d %s" % (v, k) for k, v in kinds.items())))
