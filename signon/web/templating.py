"""What every template may use besides its own context."""

from typing import Any

from flask import Flask
from flask_babel import format_decimal, get_locale

from signon.web.language import language_links, text_direction
from signon.wording.dates import date_time, long_date


def set_up_templating(app: Flask) -> None:
    """Give templates the page's language, numbers and dates as it writes them."""
    app.jinja_env.globals.update(number=format_decimal, long_date=long_date, date_time=date_time)

    @app.context_processor
    def language_of_page() -> dict[str, Any]:
        return {
            "lang": str(get_locale()).replace("_", "-"),
            "text_direction": text_direction(),
            "language_links": language_links(),
        }
