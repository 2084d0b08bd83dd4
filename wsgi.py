"""The application as a WSGI server runs it: `gunicorn wsgi:app`."""

from config import read_settings
from signon import create_app

app = create_app(read_settings())
