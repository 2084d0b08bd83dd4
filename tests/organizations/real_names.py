"""The real names that the matcher must tell apart, where they lie beside the project. None is copied into it."""

import csv
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[3] / "shared"
_LETTERS = ("enforcement-reform-priorities", "five-things-dhs-retaliation")


def pairs(relation: str) -> list[tuple[str, str]]:
    """The judged pairs that are one organization ("same") or two ("other")."""
    wanted = "1" if relation == "same" else "0"
    return [(row["left"], row["right"]) for row in _rows(_BESIDE / "org_pairs.csv") if row["same_org"] == wanted]


def lists() -> tuple[list[str], list[str]]:
    """The names under both letters, as printed."""
    first, second = (
        [row["organization"] for row in _rows(_BESIDE / "letters" / f"{slug}.signees.csv")] for slug in _LETTERS
    )
    return first, second


def _rows(file: Path) -> list[dict[str, str]]:
    if not file.exists():
        pytest.skip("REAL NAMES SKIPPED: they lie beside the project only where it is developed")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
