"""What every template may use besides its own context."""

from typing import Any

from flask import Flask
from flask_babel import get_locale

from signon.web.language import language_links, page_addresses, text_direction
from signon.web.share_links import share_links
from signon.wording.numbers import date_time, file_size, long_date, manner, number
from signon.wording.roles import role_name


def set_up_templating(app: Flask) -> None:
    """Give templates the page's language, and numbers and dates as it writes them."""
    app.jinja_env.globals.update(number=number, long_date=long_date, date_time=date_time, file_size=file_size)
    app.jinja_env.globals.update(role_name=role_name, page_addresses=page_addresses, share_links=share_links)

    @app.context_processor
    def language_of_page() -> dict[str, Any]:
        return {
            "lang": str(get_locale()).replace("_", "-"),
            "text_direction": text_direction(),
            "language_links": language_links(),
            "number_locale": str(manner()).replace("_", "-"),
        }
