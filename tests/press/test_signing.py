"""The host's own signature in the PDF that is handed over: whoever changes the file breaks it."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate
from flask import Flask
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import PdfSignatureStatus, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from signon import ROOT
from signon.documents.pdf import render
from signon.press import Press
from signon.press.signing import Unsigned, certificate_fault, certified
from signon.press.worker import draw_at_once
from tests import make
from tests.cli.test_commands import signon
from tests.documents.make import WORDS, signee_list
from tests.press.certificates import PASSWORD, certificate
from tests.press.documents import files_by_format, press, text_of
from tests.press.tags import faults, roles

NAMES = ["Aldermoor Readers", "Zinnia Circle"]


def house(folder: Path, days: int = 30, password: str = PASSWORD) -> tuple[Press, bytes]:
    """The press of a house that signs what it hands over, and its certificate."""
    made = certificate(folder / "house.p12", days)
    return Press("https://x.example", 2000, str(folder / "house.p12"), password), made


def status(pdf: bytes, trusted: bytes) -> PdfSignatureStatus:
    """What a program that checks signatures says of the one in `pdf`."""
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[Certificate.load(trusted)]))


def test_what_is_handed_over_is_certified_and_stays_as_accessible_as_it_was(tmp_path: Path) -> None:
    press, trusted = house(tmp_path)
    before = render(signee_list(NAMES), WORDS)
    signed = certified(before, press, datetime.now(UTC))
    assert signed.startswith(before)
    said = status(signed, trusted)
    assert (said.valid, said.intact, said.trusted, said.bottom_line) == (True, True, True, True)
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    assert signature.docmdp_level == MDPPerm.NO_CHANGES
    assert (faults(signed), roles(signed)) == ([], roles(before))
    assert text_of(signed) == text_of(before)


def test_a_changed_byte_or_an_addition_breaks_the_signature(tmp_path: Path) -> None:
    press, trusted = house(tmp_path)
    signed = certified(render(signee_list(NAMES), WORDS), press, datetime.now(UTC))
    changed = bytearray(signed)
    changed[signed.index(b"stream") + 20] ^= 1
    assert not status(bytes(changed), trusted).intact
    added = IncrementalPdfFileWriter(io.BytesIO(signed))
    added.root["/PageMode"] = added.root["/Type"]
    added.update_root()
    out = io.BytesIO()
    added.write(out)
    assert not status(out.getvalue(), trusted).bottom_line


@pytest.mark.parametrize(("days", "password", "said"), [(-1, PASSWORD, "is valid from"), (9, "x", "cannot be opened")])
def test_a_certificate_that_cannot_be_used_is_named_without_its_password(
    tmp_path: Path, days: int, password: str, said: str
) -> None:
    press, _ = house(tmp_path, days, password)
    fault = certificate_fault(press, datetime.now(UTC))
    assert fault.startswith("SIGNING_CERTIFICATE") and said in fault and PASSWORD not in fault
    with pytest.raises(Unsigned, match=said):
        certified(b"%PDF", press, datetime.now(UTC))


def test_a_house_without_a_certificate_hands_over_the_pdf_as_it_was_drawn() -> None:
    press = Press("https://x.example", 2000)
    assert certificate_fault(press, datetime.now(UTC)) == ""
    assert certified(b"%PDF", press, datetime.now(UTC)) == b"%PDF"


def test_what_is_to_be_signed_is_never_handed_over_unsigned_and_check_says_why(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    certificate(tmp_path / "house.p12", days=-1)
    monkeypatch.setitem(app.config, "SIGNING_CERTIFICATE", str(tmp_path / "house.p12"))
    monkeypatch.setitem(app.config, "SIGNING_PASSWORD", PASSWORD)
    checked = signon(app, "check")
    assert (checked.exit_code, "SIGNING_CERTIFICATE: the certificate is valid from" in checked.output) == (1, True)
    letter = make.letter()
    make.listed(letter, NAMES)
    edition = make.delivered(letter)
    draw_at_once(edition, press(app))
    drawn = files_by_format(edition)
    assert drawn["pdf"].data is None and drawn["csv"].data is not None
    assert "could not draw edition 1, pdf: SIGNING_CERTIFICATE" in caplog.text


def test_nobody_loads_what_signs_but_where_there_is_a_certificate() -> None:
    loading = re.compile(r"^(from|import) .*\bpades\b", re.MULTILINE)
    assert not [path for path in (ROOT / "signon").rglob("*.py") if loading.search(path.read_text())]
