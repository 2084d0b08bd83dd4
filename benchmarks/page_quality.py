"""What a running installation's pages are worth to those who measure pages: the HTML checker of the W3C and Lighthouse.

    python -m benchmarks.page_quality [ADDRESS] --vnu vnu.jar --lighthouse cli/index.js [--pages /letters/...]

The method is in README.md beside this file. Ends with 1 where a page falls short of what is wanted.
"""

import argparse
import json
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

SAMPLE = (
    "/",
    "/campaigns/doors-till-nine",
    "/letters/doors-till-nine",
    "/letters/doors-till-nine/sign",
    "/letters/doors-till-nine/signees",
    "/letters/open-on-sundays",
)
WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_BYTES = 60_000  # of a page with all that it loads, as it comes over the wire


@dataclass(frozen=True)
class Measured:
    """What Lighthouse found: points of 100 by category, bytes over the wire, and how often the page asked a server."""

    path: str
    points: dict[str, int]
    size: int
    requests: int

    def falls_short(self) -> bool:
        """Whether anything is less than what is wanted."""
        return self.size > MOST_BYTES or any(self.points[name] < least for name, least in WANTED.items())


def read(url: str, sent: bytes | None = None) -> bytes:
    """What is answered at `url`, to a form where something is `sent`; a page that refuses is a page, too."""
    try:
        with urlopen(Request(url, data=sent), timeout=30) as answer:
            return bytes(answer.read())
    except HTTPError as refused:
        return refused.read()


def known_pages(address: str) -> list[str]:
    """The paths of all pages that the installation tells search engines of."""
    tree = ET.fromstring(read(f"{address}/sitemap.xml"))
    return sorted({urlsplit(place.text or "").path for place in tree.iter() if place.tag.endswith("}loc")})


def drawn(address: str, paths: list[str]) -> Iterator[tuple[str, bytes]]:
    """Each page as it is, by its path, and each sign form as it comes back when it is sent empty."""
    for path in paths:
        yield path, read(address + path)
        if path.endswith("/sign"):
            yield f"{path} (sent empty)", read(address + path, b"")


def html_errors(vnu: str, address: str, paths: list[str]) -> list[str]:
    """What the checker says is wrong, a line each; it prints how many pages it saw."""
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (path, html) in enumerate(drawn(address, paths)):
            file = Path(folder, f"{number}.html")
            file.write_bytes(html)
            names[file.name] = path
        command = [
            "java",
            "-jar",
            vnu,
            "--errors-only",
            "--format",
            "json",
            *(str(Path(folder, name)) for name in names),
        ]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    print(f"{len(names)} pages went through the HTML checker.")
    return [f"{names[Path(one['url']).name]}: {one['message']}" for one in json.loads(said)["messages"]]


def measured(lighthouse: str, address: str, path: str) -> Measured:
    """One page, as Lighthouse sees it on a slow phone; the browser is the one that CHROME_PATH names."""
    command = ["node", lighthouse, address + path, "--quiet", "--output=json", "--form-factor=mobile"]
    said = subprocess.run([*command, "--chrome-flags=--headless --no-sandbox"], capture_output=True, check=True).stdout
    found = json.loads(said)
    return Measured(
        path,
        {name: round(100 * found["categories"][name]["score"]) for name in WANTED},
        int(found["audits"]["total-byte-weight"]["numericValue"]),
        len(found["audits"]["network-requests"]["details"]["items"]),
    )


def print_table(lighthouse: str, address: str, paths: list[str]) -> bool:
    """A line for each page; whether one falls short."""
    print("\n| page | performance | accessibility | best practices | SEO | bytes | requests |")
    print("|---|---|---|---|---|---|---|")
    short = False
    for path in paths:
        page = measured(lighthouse, address, path)
        points = " | ".join(str(page.points[name]) for name in WANTED)
        print(f"| {path} | {points} | {page.size:,} | {page.requests} |", flush=True)
        short = short or page.falls_short()
    return short


def main() -> None:
    """Measure what there are tools for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", nargs="?", default="http://localhost:8000", help="where the installation runs")
    parser.add_argument("--vnu", metavar="JAR", help="the HTML checker, run by java")
    parser.add_argument("--lighthouse", metavar="JS", help="Lighthouse's command, run by node")
    parser.add_argument("--pages", nargs="+", default=SAMPLE, help="paths for Lighthouse; those of the sample campaign")
    given = parser.parse_args()
    address, paths = given.address.rstrip("/"), list(given.pages)
    errors = html_errors(given.vnu, address, sorted({*paths, *known_pages(address)})) if given.vnu else []
    if given.vnu:
        print("\n".join(errors) or "No errors.")
    short = print_table(given.lighthouse, address, paths) if given.lighthouse else False
    raise SystemExit(1 if errors or short else 0)


if __name__ == "__main__":
    main()
