"""Somebody else's site: a server of its own on another port of this machine, which to a browser is another origin."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"


@dataclass
class PartnerSite:
    """Where it is, such as `http://127.0.0.1:40123`, and its pages: by path the policy and what is in the body."""

    url: str
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)

    def show(self, path: str, policy: str, body: str) -> str:
        """Put a page at `path` under the content security `policy`; its whole address."""
        self.pages[path] = (policy, body)
        return f"{self.url}{path}"


@contextmanager
def partner_site() -> Iterator[PartnerSite]:
    """Run the site; its pages ask that all they load says it may be loaded (COEP)."""
    site = PartnerSite("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            policy, body = site.pages.get(self.path, ("default-src 'none'", ""))
            page = f"<!doctype html><html lang=en><title>A partner</title><h1>A partner</h1>\n{body}".encode()
            self.send_response(200 if self.path in site.pages else 404)
            for name, value in (
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Length", str(len(page))),
                ("Content-Security-Policy", policy),
                ("Cross-Origin-Embedder-Policy", "require-corp"),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: object) -> None:
            """What it was asked for is nobody's business."""

    with ThreadingHTTPServer((HOST, 0), Handler) as server:
        site.url = f"http://{HOST}:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
