"""Settings, read from the environment and refused loudly when they are wrong.

Every setting is documented in README.md. On a loopback PUBLIC_URL (a laptop, a test) secrets that are not given are
made once and kept in DATA_DIR; anywhere else is production, where a missing or weak one refuses to start. Messages name
the setting and never its value.
"""

import base64
import binascii
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import Env, EnvError

ROOT = Path(__file__).resolve().parent
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
# Limits that are off at 0, and those that are 1 or more.
MAY_BE_NOTHING = ("TRUSTED_PROXIES", "FORM_SECONDS", "PROOF_OF_WORK", "SURGE_FACTOR", "MAILS_A_SECOND", "DRAWN_AT_ONCE")
AT_LEAST_ONE = (
    "CODE_TRIES_PER_MINUTE",
    "SIGN_IN_TRIES_PER_MINUTE",
    "FORMS_PER_VISITOR_AN_HOUR",
    "SIGNINGS_PER_VISITOR_AN_HOUR",
    "SIGNINGS_WITHOUT_PROOF_AN_HOUR",
    "SIGNINGS_PER_PARTNER_KEY_AN_HOUR",
    "SURGE_LEAST",
    "SURGE_LEAST_INDIVIDUALS",
    "MAILS_PER_ADDRESS_A_DAY",
    "MAILS_PER_DOMAIN_AN_HOUR",
    "MAILS_PER_LETTER_AN_HOUR",
    "MAILS_AN_HOUR",
)
SHORTEST_SECRET = 32  # characters; `python -c "import secrets; print(secrets.token_urlsafe())"` prints 43


class BadSettings(Exception):
    """One or more settings are wrong; `sentences` says which and what to do, one sentence each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def read_settings(environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The settings as Flask keys, from `environment` (by default the process's own). Raises BadSettings."""
    with _Environment(dict(os.environ if environment is None else environment)):
        try:
            settings = _read(Env())
        except EnvError as wrong:
            raise BadSettings([str(wrong)]) from None
    faults = _faults(settings)
    if faults:
        raise BadSettings(faults)
    return settings


class _Environment:
    """environs reads `os.environ` only; this lends it another one for the length of a `with`."""

    def __init__(self, source: dict[str, str]) -> None:
        self.source = source

    def __enter__(self) -> None:
        self.kept = dict(os.environ)
        os.environ.clear()
        os.environ.update(self.source)

    def __exit__(self, *_: object) -> None:
        os.environ.clear()
        os.environ.update(self.kept)


def _read(env: Env) -> dict[str, Any]:
    public_url = env.str("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
    host = urlsplit(public_url).hostname or ""
    production = host not in LOOPBACK
    data_dir = Path(env.str("DATA_DIR", str(ROOT / "instance"))).absolute()
    made = {} if production else _development_secrets(data_dir)
    return {
        "PUBLIC_URL": public_url,
        "PRODUCTION": production,
        "DATA_DIR": str(data_dir),
        "SQLALCHEMY_DATABASE_URI": _database_url(env.str("DATABASE_URL", ""), data_dir),
        # What was typed is personal: it is never part of an error's text.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "SECRET_KEY": env.str("SECRET_KEY", "") or made.get("SECRET_KEY", ""),
        "SECRET_KEY_FALLBACKS": _list(env.str("SECRET_KEY_FALLBACKS", "")),
        "CONTACT_KEYS": _contact_keys(env.str("CONTACT_KEYS", "") or made.get("CONTACT_KEYS", "")),
        "KEY_STORE": _database_url(env.str("KEY_STORE", ""), data_dir, else_folder="keys"),
        **_read_mail(env, host if production else "localhost"),
        "TRUSTED_HOSTS": [host] if production else [host, *LOOPBACK],
        "TRUSTED_PROXIES": env.int("TRUSTED_PROXIES", 0),
        "REDIS_URL": env.str("REDIS_URL", ""),
        **_read_limits(env),
        "FONT_FOLDER": env.str("FONT_FOLDER", ""),
        "SIGNING_CERTIFICATE": env.str("SIGNING_CERTIFICATE", ""),
        "SIGNING_PASSWORD": env.str("SIGNING_PASSWORD", ""),
        "MAX_CONTENT_LENGTH": env.int("MAX_REQUEST_BYTES", 2 * 1024 * 1024),
    }


def _read_mail(env: Env, host: str) -> dict[str, Any]:
    return {
        "MAIL_SERVER": env.str("MAIL_SERVER", ""),
        "MAIL_PORT": env.int("MAIL_PORT", 25),
        "MAIL_USE_TLS": env.bool("MAIL_USE_TLS", False),
        "MAIL_USE_SSL": env.bool("MAIL_USE_SSL", False),
        "MAIL_USERNAME": env.str("MAIL_USERNAME", "") or None,
        "MAIL_PASSWORD": env.str("MAIL_PASSWORD", "") or None,
        "MAIL_DEFAULT_SENDER": env.str("MAIL_DEFAULT_SENDER", f"Signon <signon@{host}>"),
        "MAIL_TIMEOUT": env.float("MAIL_TIMEOUT", 20.0),
    }


def _read_limits(env: Env) -> dict[str, Any]:
    """What README.md says of each: how often, how many, how fast."""
    return {
        "CODE_TRIES_PER_MINUTE": env.int("CODE_TRIES_PER_MINUTE", 10),
        "SIGN_IN_TRIES_PER_MINUTE": env.int("SIGN_IN_TRIES_PER_MINUTE", 10),
        "FORMS_PER_VISITOR_AN_HOUR": env.int("FORMS_PER_VISITOR_AN_HOUR", 120),
        "SIGNINGS_PER_VISITOR_AN_HOUR": env.int("SIGNINGS_PER_VISITOR_AN_HOUR", 20),
        "SIGNINGS_WITHOUT_PROOF_AN_HOUR": env.int("SIGNINGS_WITHOUT_PROOF_AN_HOUR", 10),
        "SIGNINGS_PER_PARTNER_KEY_AN_HOUR": env.int("SIGNINGS_PER_PARTNER_KEY_AN_HOUR", 2_000),
        "PROOF_OF_WORK": env.int("PROOF_OF_WORK", 5000),
        "SURGE_FACTOR": env.int("SURGE_FACTOR", 5),
        "SURGE_LEAST": env.int("SURGE_LEAST", 30),
        "SURGE_LEAST_INDIVIDUALS": env.int("SURGE_LEAST_INDIVIDUALS", 300),
        "MAILS_PER_ADDRESS_A_DAY": env.int("MAILS_PER_ADDRESS_A_DAY", 3),
        "MAILS_PER_DOMAIN_AN_HOUR": env.int("MAILS_PER_DOMAIN_AN_HOUR", 3_000),
        "MAILS_PER_LETTER_AN_HOUR": env.int("MAILS_PER_LETTER_AN_HOUR", 20_000),
        "MAILS_AN_HOUR": env.int("MAILS_AN_HOUR", 50_000),
        "MAILS_A_SECOND": env.int("MAILS_A_SECOND", 0),
        "DRAWN_AT_ONCE": env.int("DRAWN_AT_ONCE", 2_000),
        "FORM_SECONDS": env.float("FORM_SECONDS", 1.0),
    }


def _database_url(given: str, data_dir: Path, else_folder: str = "") -> str:
    """A database URL with the driver that we install; with `else_folder`, anything that is no URL is a folder."""
    if else_folder and "://" not in given:
        return given or str(data_dir / else_folder)
    if not given:
        return f"sqlite:///{data_dir / 'signon.db'}"
    for scheme in ("postgres://", "postgresql://"):
        if given.startswith(scheme):
            return "postgresql+psycopg://" + given.removeprefix(scheme)
    return given


def _list(given: str) -> list[str]:
    """What stands between commas, without what is empty."""
    return [part.strip() for part in given.split(",") if part.strip()]


def _contact_keys(given: str) -> dict[str, bytes]:
    """`name:base64 of 32 bytes, ...` (either base64 alphabet, newest first) as a dict in that order."""
    keys: dict[str, bytes] = {}
    for number, entry in enumerate(_list(given), start=1):
        name, _, encoded = entry.partition(":")
        key: bytes = b""
        with suppress(binascii.Error, ValueError):
            key = base64.b64decode(_padded(encoded), validate=True)
        if not name or len(key) != 32 or name in keys:
            raise BadSettings([f"CONTACT_KEYS: entry {number} must be name:base64 of 32 bytes, each name once."])
        keys[name] = key
    return keys


def _padded(encoded: str) -> str:
    """base64 in the standard alphabet, with the padding that people leave off."""
    return encoded.translate(str.maketrans("-_", "+/")) + "=" * (-len(encoded) % 4)


def _development_secrets(data_dir: Path) -> dict[str, str]:
    """Secrets for a loopback installation, made once and kept beside its data, readable by its owner only."""
    path = data_dir / "development-secrets.json"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "CONTACT_KEYS": "development:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(made, file)
    found: dict[str, str] = json.loads(path.read_text())
    return found


def _faults(settings: dict[str, Any]) -> list[str]:
    faults = []
    if not urlsplit(settings["PUBLIC_URL"]).scheme.startswith("http") or not settings["TRUSTED_HOSTS"][0]:
        faults.append("PUBLIC_URL must be the address people see, such as https://letters.example.org.")
    if settings["PRODUCTION"]:
        faults += _production_faults(settings)
    if not settings["SQLALCHEMY_DATABASE_URI"].startswith(("sqlite:", "postgresql+psycopg:")):
        faults.append("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    faults += [f"{name} must be 0 or more." for name in MAY_BE_NOTHING if settings[name] < 0]
    faults += [f"{name} must be 1 or more." for name in AT_LEAST_ONE if settings[name] < 1]
    if settings["MAX_CONTENT_LENGTH"] < 16_384:
        faults.append("MAX_REQUEST_BYTES must be 16384 or more.")
    faults += _document_faults(settings)
    if settings["REDIS_URL"] and not settings["REDIS_URL"].startswith(("redis://", "rediss://", "unix://")):
        faults.append("REDIS_URL must begin with redis://, rediss:// or unix://.")
    if settings["REDIS_URL"] and find_spec("redis") is None:
        faults.append("REDIS_URL needs the Python package redis: pip install 'signon[redis]'.")
    if "@" not in settings["MAIL_DEFAULT_SENDER"]:
        faults.append("MAIL_DEFAULT_SENDER must hold an email address.")
    if settings["MAIL_TIMEOUT"] <= 0:
        faults.append("MAIL_TIMEOUT must be a number of seconds above 0.")
    if settings["MAIL_USE_TLS"] and settings["MAIL_USE_SSL"]:
        faults.append("MAIL_USE_TLS and MAIL_USE_SSL exclude each other: choose one.")
    return faults


def _document_faults(settings: dict[str, Any]) -> list[str]:
    faults = []
    if settings["FONT_FOLDER"] and not Path(settings["FONT_FOLDER"]).is_dir():
        faults.append("FONT_FOLDER must be a folder that holds TrueType fonts.")
    if settings["SIGNING_CERTIFICATE"] and not Path(settings["SIGNING_CERTIFICATE"]).is_file():
        faults.append("SIGNING_CERTIFICATE must be a PKCS#12 file that this process can read.")
    if settings["SIGNING_CERTIFICATE"] and find_spec("pyhanko") is None:
        faults.append("SIGNING_CERTIFICATE needs the Python package pyHanko: pip install 'signon[signing]'.")
    return faults


def _production_faults(settings: dict[str, Any]) -> list[str]:
    faults = []
    if not settings["PUBLIC_URL"].startswith("https://"):
        faults.append("PUBLIC_URL must begin with https:// when it is not this machine's own address.")
    secrets_of = {"SECRET_KEY": [settings["SECRET_KEY"]], "SECRET_KEY_FALLBACKS": settings["SECRET_KEY_FALLBACKS"]}
    for name, given in secrets_of.items():
        if any(len(secret) < SHORTEST_SECRET or len(set(secret)) < 10 for secret in given):
            faults.append(f"{name} must be random text of at least {SHORTEST_SECRET} characters.")
    if len({settings["SECRET_KEY"], *settings["SECRET_KEY_FALLBACKS"]}) <= len(settings["SECRET_KEY_FALLBACKS"]):
        faults.append("SECRET_KEY_FALLBACKS must not repeat a key.")
    if not settings["CONTACT_KEYS"]:
        faults.append("CONTACT_KEYS is missing: contact data is never stored without a key (name:base64 of 32 bytes).")
    elif any(len(set(key)) < 8 for key in settings["CONTACT_KEYS"].values()):
        faults.append("CONTACT_KEYS must be random bytes.")
    if not settings["MAIL_SERVER"]:
        faults.append("MAIL_SERVER is missing: without it nobody can be sent a link.")
    return faults
