"""A certificate made for a test, as a host would get one from an authority."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

PASSWORD = "correct horse"


def certificate(path: Path, days: int = 30) -> bytes:
    """Write a PKCS#12 file that is good for so many days; answers its certificate, in DER."""
    key, at = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Night Line")])
    signing = [use in ("digital_signature", "content_commitment") for use in _USES]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=60))
        .not_valid_after(at + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(*signing), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = serialize_key_and_certificates(b"signon", key, made, None, BestAvailableEncryption(PASSWORD.encode()))
    path.write_bytes(file)
    return made.public_bytes(Encoding.DER)


_USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
