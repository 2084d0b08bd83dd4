"""Signon: coalitions circulate open letters and petitions.

`create_app` wires the house, in reading order. Settings come in as a mapping; this package never reads the environment.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from sqlalchemy.types import TypeDecorator
from werkzeug.middleware.proxy_fix import ProxyFix

from signon.cli import add_commands
from signon.database import db
from signon.documents import use_fonts_in
from signon.hooks import models as _hooks  # noqa: F401 - migrations are to know its tables
from signon.keys import open_key_store
from signon.mail.sending import mail as smtp
from signon.outreach import models as _outreach  # noqa: F401 - other tables refer to its tables by name
from signon.signatures import staff_models as _beside_signatures  # noqa: F401 - the same
from signon.signatures.tokens import Tokens
from signon.staff import audit_models as _audit  # noqa: F401 - the same
from signon.web import add_doors, public_blueprints
from signon.web.headers import set_up_headers
from signon.web.language import set_up_languages
from signon.web.limits import set_up_limits
from signon.web.proof_of_work import set_up_proofs
from signon.web.reception import set_up_reception
from signon.web.staff.accounts import set_up_accounts
from signon.web.static_files import set_up_static_files

ROOT = Path(__file__).resolve().parent.parent
csrf = CSRFProtect()


def create_app(settings: Mapping[str, Any]) -> Flask:
    """The application with `settings` (as `config.read_settings` gives them)."""
    app = Flask("signon", root_path=str(ROOT / "signon"), template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.from_mapping(settings)
    Path(app.config["DATA_DIR"]).mkdir(parents=True, exist_ok=True, mode=0o700)
    _set_up_session(app)
    _set_up_templates(app)
    db.init_app(app)
    Migrate(
        app, db, directory=str(ROOT / "migrations"), render_as_batch=True, render_item=_render_item, compare_type=True
    )
    smtp.init_app(app)
    app.extensions["signon.keys"] = open_key_store(app.config["KEY_STORE"], app.config["CONTACT_KEYS"])
    app.extensions["signon.tokens"] = Tokens((*reversed(app.config["SECRET_KEY_FALLBACKS"]), app.config["SECRET_KEY"]))
    if app.config["FONT_FOLDER"]:
        use_fonts_in(app.config["FONT_FOLDER"])
    set_up_static_files(app)
    set_up_languages(app)
    set_up_headers(app)
    set_up_limits(app)
    set_up_proofs(app, app.extensions["signon.keys"])
    set_up_reception(app)  # before anything reads what was sent
    csrf.init_app(app)
    add_doors(app)
    set_up_accounts(app)
    for blueprint in public_blueprints():
        csrf.exempt(blueprint)  # a stranger's form carries no authority: its own dated token stands in
    add_commands(app)
    _trust_proxies(app)
    return app


def _set_up_session(app: Flask) -> None:
    """The staff session; nobody else ever has a cookie."""
    production = app.config["PRODUCTION"]
    app.config.update(
        SESSION_COOKIE_NAME="__Host-signon" if production else "signon",
        SESSION_COOKIE_SECURE=production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_SSL_STRICT=False,  # our own Referrer-Policy sends no referrer to compare
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form left open over lunch still saves what was typed
    )


def _set_up_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _trust_proxies(app: Flask) -> None:
    """Believe forwarding headers only from as many proxies as the host says there are."""
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]


def _render_item(kind: str, item: object, _context: object) -> str | bool:
    """Our own column types as plain SQLAlchemy in migrations, which must not depend on today's code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return {"UtcDateTime": "sa.DateTime(timezone=True)", "AsaList": "sa.UnicodeText()"}.get(
            type(item).__name__, False
        )
    return False
