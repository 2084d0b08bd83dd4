"""Signing a PDF by pyHanko: loaded only where there is a certificate (see `signing.py`), since it takes a second."""

from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter

_FIELD = "Signature"


def sign(pdf: bytes, certificate: Path, password: bytes) -> bytes:
    """`pdf` with a PAdES signature that certifies it as it is: whoever changes anything breaks it.

    The signature shows nowhere on the pages, and is hidden from those who have them read out: the tags stay as they
    were. `certificate` is a PKCS#12 file that `signing.certificate_fault` found nothing wrong with.
    """
    signer = signers.SimpleSigner.load_pkcs12(certificate, passphrase=password or None)
    field = SigFieldSpec(_FIELD, invis_sig_settings=InvisSigSettings(set_print_flag=False, set_hidden_flag=True))
    metadata = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    signers.PdfSigner(metadata, signer=signer, new_field_spec=field).sign_pdf(writer, output=out)
    return out.getvalue()
