"""The key store keeps its promises on a folder and in a database of its own."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from signon.keys import INSTALLATION, KeyGone, KeyLocked, KeyStore, Table, open_key_store

WRAPPING = {"a": secrets.token_bytes(32)}


@pytest.fixture(params=["folder", "table"])
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., KeyStore]]:
    """Opens the same store again, under other wrapping keys if wanted."""
    address = str(tmp_path / "keys") if request.param == "folder" else f"sqlite:///{tmp_path / 'keys.db'}"
    opened: list[KeyStore] = []

    def open_again(wrapping: Mapping[str, bytes] = WRAPPING) -> KeyStore:
        opened.append(open_key_store(address, wrapping))
        return opened[-1]

    yield open_again
    for store in opened:
        if isinstance(store.shelf, Table):
            store.shelf.engine.dispose()


def test_what_was_sealed_opens_again_also_after_a_restart(open_store: Callable[..., KeyStore]) -> None:
    store = open_store()
    name = store.create("letter")
    sealed = store.seal(name, b"ada@nightowls.org", "contact")
    assert b"ada" not in sealed
    assert open_store().open(name, sealed, "contact") == b"ada@nightowls.org"


def test_a_seal_opens_for_its_own_purpose_and_key_only(open_store: Callable[..., KeyStore]) -> None:
    store = open_store()
    one, other = store.create("letter"), store.create("letter")
    sealed = store.seal(one, b"x", "contact")
    with pytest.raises(KeyGone):
        store.open(one, sealed, "mail")
    with pytest.raises(KeyGone):
        store.open(other, sealed, "contact")


def test_a_changed_seal_does_not_open(open_store: Callable[..., KeyStore]) -> None:
    store = open_store()
    sealed = bytearray(store.seal(INSTALLATION, b"x", "contact"))
    for place in range(len(sealed)):
        broken = bytes(sealed[:place]) + bytes([sealed[place] ^ 1]) + bytes(sealed[place + 1 :])
        with pytest.raises(KeyGone):
            store.open(INSTALLATION, broken, "contact")


def test_what_was_sealed_under_a_destroyed_key_is_gone_and_destroying_twice_is_destroying_once(
    open_store: Callable[..., KeyStore],
) -> None:
    store = open_store()
    name = store.create("letter")
    sealed = store.seal(name, b"x", "contact")
    store.destroy(name)
    store.destroy(name)
    with pytest.raises(KeyGone):
        store.open(name, sealed, "contact")


def test_a_newer_wrapping_key_leaves_older_keys_readable_and_wraps_the_next(
    open_store: Callable[..., KeyStore],
) -> None:
    old = open_store()
    before = old.create("letter")
    sealed = old.seal(before, b"x", "contact")
    newer = {"b": secrets.token_bytes(32), **WRAPPING}
    store = open_store(newer)
    after = store.create("letter")
    assert store.open(before, sealed, "contact") == b"x"
    assert (store.shelf.read(after) or b"").startswith(b"b:")
    with pytest.raises(KeyLocked):
        open_store({"b": newer["b"]}).open(before, sealed, "contact")


def test_hashes_are_equal_under_one_key_and_differ_under_another(open_store: Callable[..., KeyStore]) -> None:
    store = open_store()
    one, other = store.create("letter"), store.create("letter")
    assert store.hash(one, "a@b.org", "address") == store.hash(one, "a@b.org", "address")
    assert store.hash(one, "a@b.org", "address") != store.hash(other, "a@b.org", "address")
    assert store.hash(one, "a@b.org", "address") != store.hash(one, "a@b.org", "code")


def test_a_key_that_somebody_made_first_is_never_replaced(open_store: Callable[..., KeyStore]) -> None:
    store = open_store()
    wrapped = store.shelf.read(INSTALLATION)
    store.shelf.write(INSTALLATION, b"a:something else")
    assert store.shelf.read(INSTALLATION) == wrapped


def test_key_files_are_for_their_owner_only(tmp_path: Path) -> None:
    open_key_store(str(tmp_path / "keys"), WRAPPING)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["", "../letter-1", "letter-", "Letter-1", "letter-1/2"])
def test_a_name_that_is_no_name_is_refused(open_store: Callable[..., KeyStore], name: str) -> None:
    with pytest.raises(ValueError):
        open_store().ensure(name)
