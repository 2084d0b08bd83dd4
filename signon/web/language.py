"""Languages: chosen by the address (`/es/letters/...`), then by the browser.

The prefix is taken off before routing, as a WSGI server does with the root of an application, so that every route
exists once and every link on a page stays in the page's language.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import Flask, current_app, request, url_for
from flask_babel import Babel, get_locale

from signon.mail.links import public_link

_ENVIRON = "signon.language"
babel = Babel()


class LanguagePrefix:
    """WSGI: moves a language at the front of the path into the environment."""

    def __init__(self, application: Callable[..., Iterable[bytes]], languages: tuple[str, ...]) -> None:
        self.application = application
        self.languages = languages

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        first, _, rest = environ.get("PATH_INFO", "").lstrip("/").partition("/")
        if first in self.languages and environ.get("PATH_INFO", "").startswith(f"/{first}"):
            environ[_ENVIRON] = first
            environ["signon.root"] = environ.get("SCRIPT_NAME", "")
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{first}"
            environ["PATH_INFO"] = f"/{rest}"
        return self.application(environ, start_response)


@dataclass(frozen=True)
class LanguageLink:
    """This same page in another language: the code, the language's own name, the address."""

    code: str
    name: str
    url: str
    current: bool


def set_up_languages(app: Flask) -> None:
    """Find the catalogues, begin with English, and let addresses choose."""
    babel.init_app(app, locale_selector=_select, default_translation_directories=f"{app.root_path}/translations")
    with app.app_context():
        found = sorted(str(locale) for locale in babel.list_translations())
    app.config["LANGUAGES"] = ("en", *(code for code in found if code != "en"))
    app.wsgi_app = LanguagePrefix(app.wsgi_app, app.config["LANGUAGES"])  # type: ignore[method-assign]


def _select() -> str | None:
    if not request:
        return None
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    return request.environ.get(_ENVIRON) or request.accept_languages.best_match(languages) or languages[0]


def language_links() -> list[LanguageLink]:
    """This page in every language the installation knows; none outside a request (a mail has no address)."""
    if not request:
        return []
    here = str(get_locale())
    return [
        LanguageLink(code, own_name(code), in_language(code), code == here) for code in current_app.config["LANGUAGES"]
    ]


def in_language(code: str) -> str:
    """This page's address with `code` before the path."""
    root = request.environ.get("signon.root", request.script_root)
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string and request.method == "GET" else ""
    path = url_for(request.endpoint, **(request.view_args or {})) if request.endpoint else request.script_root + "/"
    return f"{root}/{code}{path.removeprefix(request.script_root)}{query}"


def page_addresses(endpoint: str = "") -> dict[str, str]:
    """The full public address of this page by language, without what a search or a partner's link added to it; of
    another one about the same, where its endpoint is given.
    """
    codes: tuple[str, ...] = current_app.config["LANGUAGES"]
    here = endpoint or str(request.endpoint)
    return {code: public_link(here, language=code, **(request.view_args or {})) for code in codes}


def own_name(code: str) -> str:
    """What a language calls itself: "español"."""
    try:
        said = Locale.parse(code, sep="-").get_display_name() or code
        return said[0].upper() + said[1:]
    except (UnknownLocaleError, ValueError):
        return code


def name_here(code: str) -> str:
    """What this page's language calls another: "inglés"."""
    return Locale.parse(code, sep="-").get_display_name(get_locale()) or code


def text_direction() -> str:
    """ "rtl" or "ltr", for the `dir` attribute."""
    return str(get_locale().text_direction)
