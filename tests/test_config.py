"""Settings are refused loudly when they are wrong: the message names the setting, never its value."""

import base64
import secrets
from pathlib import Path

import pytest

from config import BadSettings, read_settings


def production(tmp_path: Path, **changed: str) -> dict[str, str]:
    """A sound production environment."""
    sound = {
        "PUBLIC_URL": "https://letters.example.org",
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "CONTACT_KEYS": "a:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "MAIL_SERVER": "mail.example.org",
    }
    return {**sound, **changed}


def test_a_laptop_needs_no_settings_and_keeps_its_secrets(tmp_path: Path) -> None:
    first = read_settings({"DATA_DIR": str(tmp_path)})
    assert not first["PRODUCTION"]
    assert read_settings({"DATA_DIR": str(tmp_path)})["SECRET_KEY"] == first["SECRET_KEY"]
    assert (tmp_path / "development-secrets.json").stat().st_mode & 0o777 == 0o600


def test_sound_production_settings_are_taken(tmp_path: Path) -> None:
    settings = read_settings(production(tmp_path))
    assert settings["PRODUCTION"]
    assert settings["MAIL_DEFAULT_SENDER"] == "Signon <signon@letters.example.org>"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 64),
        ("SECRET_KEY_FALLBACKS", "short"),
        ("CONTACT_KEYS", ""),
        ("CONTACT_KEYS", "a:notbase64!"),
        ("CONTACT_KEYS", "a:" + base64.b64encode(bytes(31)).decode()),
        ("CONTACT_KEYS", "a:" + base64.b64encode(bytes(32)).decode()),
        ("MAIL_SERVER", ""),
        ("PUBLIC_URL", "http://letters.example.org"),
        ("MAIL_TIMEOUT", "0"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "notaurl"),
        ("TRUSTED_PROXIES", "-1"),
        ("CODE_TRIES_PER_MINUTE", "0"),
        ("MAX_REQUEST_BYTES", "10"),
        ("MAIL_DEFAULT_SENDER", "nonsense"),
        ("MAIL_TIMEOUT", "soon"),
        ("MAIL_PORT", "smtp"),
    ],
)
def test_a_wrong_production_setting_refuses_to_start_and_is_named_without_its_value(
    tmp_path: Path, setting: str, value: str
) -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings(production(tmp_path, **{setting: value}))
    assert setting in str(refused.value)
    assert len(value) < 8 or value not in str(refused.value)


def test_a_key_named_twice_and_a_repeated_fallback_are_refused(tmp_path: Path) -> None:
    env = production(tmp_path)
    with pytest.raises(BadSettings, match="CONTACT_KEYS"):
        read_settings({**env, "CONTACT_KEYS": f"{env['CONTACT_KEYS']},{env['CONTACT_KEYS']}"})
    with pytest.raises(BadSettings, match="SECRET_KEY_FALLBACKS"):
        read_settings({**env, "SECRET_KEY_FALLBACKS": env["SECRET_KEY"]})


def test_contact_keys_may_be_written_in_either_base64_alphabet_newest_first(tmp_path: Path) -> None:
    one, two = bytes([251, 255] * 16), secrets.token_bytes(32)
    written = f"new:{base64.urlsafe_b64encode(one).decode().rstrip('=')}, old:{base64.b64encode(two).decode()}"
    keys = read_settings({"DATA_DIR": str(tmp_path), "CONTACT_KEYS": written})["CONTACT_KEYS"]
    assert list(keys.items()) == [("new", one), ("old", two)]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_addresses_are_understood_as_hosts_write_them(tmp_path: Path, scheme: str) -> None:
    settings = read_settings({"DATA_DIR": str(tmp_path), "DATABASE_URL": f"{scheme}://u@h/d"})
    assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://u@h/d"
