"""The key store: seal, open, hash, destroy. It knows no letter and no person.

Each scope (the installation, a letter, an organization) has a random 32-byte key of its own, kept apart from the
database
and never in its backup, wrapped by the newest of CONTACT_KEYS. Destroying a key is what "erased" means: every copy of
what was sealed with it, in any backup, is unreadable from then on.
"""

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

INSTALLATION = "installation"
_NAME = re.compile(r"[a-z]+(-[0-9a-z]+)?")
_NONCE = 12  # bytes, as AES-GCM wants them (NIST SP 800-38D)


class KeyGone(Exception):
    """The key was destroyed, or never was: what it sealed cannot be read by anyone."""


class KeyLocked(Exception):
    """The key is there, but CONTACT_KEYS lacks the one that wrapped it: what it sealed waits for the right settings."""


class Shelf(Protocol):
    """Where wrapped keys lie. `read` answers None for a name that is not there; `write` never replaces a key."""

    def read(self, name: str) -> bytes | None: ...
    def write(self, name: str, wrapped: bytes) -> None: ...
    def remove(self, name: str) -> None: ...


class Folder:
    """One file a key, readable by its owner only: the shelf of a single host."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes | None:
        try:
            return (self.path / f"{name}.key").read_bytes()
        except FileNotFoundError:
            return None

    def write(self, name: str, wrapped: bytes) -> None:
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.path / f".{name}.{secrets.token_hex(4)}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(wrapped)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, self.path / f"{name}.key")  # atomic, and refuses to replace a key made by somebody else
        except FileExistsError:
            pass
        finally:
            draft.unlink()

    def remove(self, name: str) -> None:
        path = self.path / f"{name}.key"
        try:
            with path.open("r+b") as file:
                file.write(bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:
            pass


class Table:
    """The shelf of several hosts: a table in a database of its own, apart from the letters and their backup."""

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url)
        self.table = sa.Table(
            "signon_key",
            sa.MetaData(),
            sa.Column("name", sa.String, primary_key=True),
            sa.Column("wrapped", sa.LargeBinary, nullable=False),
        )
        self.table.metadata.create_all(self.engine)

    def read(self, name: str) -> bytes | None:
        with self.engine.connect() as connection:
            return connection.scalar(sa.select(self.table.c.wrapped).where(self.table.c.name == name))

    def write(self, name: str, wrapped: bytes) -> None:
        try:
            with self.engine.begin() as connection:
                connection.execute(self.table.insert().values(name=name, wrapped=wrapped))
        except sa.exc.IntegrityError:
            pass  # somebody else made it first: theirs counts

    def remove(self, name: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(self.table.delete().where(self.table.c.name == name))


class KeyStore:
    """Seals and hashes under named keys. What was sealed for one `purpose` opens for no other."""

    def __init__(self, shelf: Shelf, wrapping: Mapping[str, bytes]) -> None:
        """`wrapping` maps the names of CONTACT_KEYS to their 32 bytes, newest first."""
        self.shelf = shelf
        self.wrapping = dict(wrapping)

    def create(self, scope: str) -> str:
        """A new key for `scope` ("letter"); answers its name."""
        return self.ensure(f"{scope}-{secrets.token_hex(8)}")

    def ensure(self, name: str) -> str:
        """The key called `name`, made now if it is not there; answers the name."""
        if not _NAME.fullmatch(name):
            raise ValueError("a key's name is a scope and letters or digits")
        if self.shelf.read(name) is None:
            wrapper, key = next(iter(self.wrapping.items()))
            sealed = _seal(key, secrets.token_bytes(32), name.encode())
            self.shelf.write(name, wrapper.encode() + b":" + sealed)
        return name

    def seal(self, name: str, plain: bytes, purpose: str) -> bytes:
        """`plain` sealed by AES-256-GCM under the key called `name`. Raises KeyGone or KeyLocked."""
        return _seal(self._derive(name, "seal"), plain, purpose.encode())

    def open(self, name: str, sealed: bytes, purpose: str) -> bytes:
        """What `seal` was given for the same `purpose`. Raises KeyGone when the key or the seal is not intact."""
        return _open(self._derive(name, "seal"), sealed, purpose.encode())

    def hash(self, name: str, value: str, purpose: str) -> str:
        """A keyed hash (HMAC-SHA-256, hex) by which equal values are found without being stored."""
        return hmac.new(self._derive(name, f"hash {purpose}"), value.encode(), hashlib.sha256).hexdigest()

    def secret(self, name: str, purpose: str) -> str:
        """A stable secret text for a library that wants one (hex of 32 bytes)."""
        return self._derive(name, f"secret {purpose}").hex()

    def destroy(self, name: str) -> None:
        """End the key: nothing sealed under it can be opened again. Doing it twice is doing it once."""
        self.shelf.remove(name)

    def _derive(self, name: str, use: str) -> bytes:
        wrapped = self.shelf.read(name)
        if wrapped is None:
            raise KeyGone(f"the key {name} is not in the store")
        wrapper, _, sealed = wrapped.partition(b":")
        key = self.wrapping.get(wrapper.decode())
        if key is None:
            raise KeyLocked(f"CONTACT_KEYS has no key called {wrapper.decode()}, which wrapped {name}.")
        return HKDFExpand(SHA256(), 32, use.encode()).derive(_open(key, sealed, name.encode()))


def open_key_store(address: str, wrapping: Mapping[str, bytes]) -> KeyStore:
    """The key store at `address`, a folder or a database URL, holding the installation's own key from the start."""
    shelf: Shelf = Table(address) if "://" in address else Folder(Path(address))
    store = KeyStore(shelf, wrapping)
    store.ensure(INSTALLATION)
    return store


def _seal(key: bytes, plain: bytes, about: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, about)


def _open(key: bytes, sealed: bytes, about: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about)
    except (InvalidTag, ValueError):
        raise KeyGone("the seal is not intact") from None
