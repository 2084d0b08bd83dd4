"""The host's own signature in the PDF that is handed over (PAdES), where SIGNING_CERTIFICATE names a certificate."""

from datetime import datetime
from importlib import import_module
from pathlib import Path

from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from signon.press import Press


class Unsigned(Exception):
    """The certificate cannot be used: the text says why, for the host."""


def certified(pdf: bytes, press: Press, at: datetime) -> bytes:
    """`pdf` with the installation's signature, after which nothing in it may be changed; as it is where there is none.

    Raises Unsigned when the certificate cannot be opened or has run out: what is handed over with a signature is
    never handed over without one by mistake.
    """
    if not press.certificate:
        return pdf
    if fault := certificate_fault(press, at):
        raise Unsigned(fault)
    # pyHanko takes a second to load: only installations that sign do.
    data: bytes = import_module("signon.press.pades").sign(pdf, Path(press.certificate), press.password.encode())
    return data


def certificate_fault(press: Press, at: datetime) -> str:
    """Why the certificate cannot be used `at` this moment; "" when it can, or there is none. Names no value."""
    if not press.certificate:
        return ""
    try:
        opened = load_pkcs12(Path(press.certificate).read_bytes(), press.password.encode() or None)
    except (OSError, ValueError, TypeError):
        return "SIGNING_CERTIFICATE, SIGNING_PASSWORD: the PKCS#12 file cannot be opened with this password."
    if opened.key is None or opened.cert is None:
        return "SIGNING_CERTIFICATE: the file must hold a certificate and its private key."
    begins, ends = opened.cert.certificate.not_valid_before_utc, opened.cert.certificate.not_valid_after_utc
    if not begins <= at <= ends:
        return f"SIGNING_CERTIFICATE: the certificate is valid from {begins:%Y-%m-%d} to {ends:%Y-%m-%d} only."
    return ""
