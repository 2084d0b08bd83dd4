"""The id by which programs know a signee: random to whoever looks, the same as long as the name stands there.

It is made from the signature's number and the name as it is printed, under the installation's key. So it tells neither
who signed before whom nor, of somebody who asked to be printed otherwise (by initials only), who they were before.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from signon.keys import INSTALLATION, KeyStore

LENGTH = 32  # hexadecimal digits


@dataclass(frozen=True)
class SigneeIds:
    """Makes ids; many of them without asking the key store for each."""

    secret: bytes

    @classmethod
    def under(cls, keys: KeyStore) -> "SigneeIds":
        """Those of this installation."""
        return cls(bytes.fromhex(keys.secret(INSTALLATION, "signee id")))

    def id_of(self, signature_id: int, printed_name: str) -> str:
        """The id of the signature that is listed under `printed_name`."""
        return self.id_for(mark_of(signature_id, printed_name))

    def id_for(self, mark: str) -> str:
        """The id that goes with a mark, see `mark_of`."""
        return hmac.new(self.secret, mark.encode(), sha256).hexdigest()[:LENGTH]


def mark_of(signature_id: int, printed_name: str) -> str:
    """What an id is made from: it can be kept after the name is gone, to say of the id that it is gone."""
    return sha256(f"{signature_id} {printed_name}".encode("utf-8", "surrogatepass")).hexdigest()
