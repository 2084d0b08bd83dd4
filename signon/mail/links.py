"""Addresses for mails, documents and shares: always from PUBLIC_URL, never from the request that happened to ask."""

from urllib.parse import urlsplit

from flask import current_app


def public_link(endpoint: str, *, language: str = "", **values: str) -> str:
    """The full address of a page as the public sees it, in `language` when that stands in the address."""
    public = urlsplit(current_app.config["PUBLIC_URL"])
    root = public.path.rstrip("/") + (
        f"/{language}" if language and language != current_app.config["LANGUAGES"][0] else ""
    )
    adapter = current_app.url_map.bind(public.netloc, script_name=f"{root}/", url_scheme=public.scheme)
    return adapter.build(endpoint, values, force_external=True)


def letter_link(slug: str, language: str) -> str:
    """The full address of a letter's page, in `language` where our pages speak it."""
    spoken = language if language in current_app.config["LANGUAGES"] else ""
    return public_link("public.letter", language=spoken, slug=slug)


def public_host() -> str:
    """The host name in PUBLIC_URL."""
    return urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
