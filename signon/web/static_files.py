"""Static files under an address that changes with their content, so that browsers may keep them for a year."""

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, send_from_directory
from werkzeug.security import safe_join

static_files = Blueprint("static_files", __name__)
_A_YEAR = 365 * 24 * 3600


def set_up_static_files(app: Flask) -> None:
    """Serve the folder `static/` and give templates `static_url`. One version for all files: modules import each
    other.
    """
    folder = Path(app.root_path).parent / "static"
    app.config["STATIC_VERSION"] = _version(folder)
    app.config["STATIC_FOLDER"] = str(folder)
    app.register_blueprint(static_files)
    app.jinja_env.globals["static_url"] = static_url


def static_url(path: str) -> str:
    """The address of a file in `static/`, without a language before it: it is the same in all of them."""
    root = request.environ.get("signon.root", request.script_root) if request else ""
    return f"{root}/static/{current_app.config['STATIC_VERSION']}/{path}"


@static_files.get("/static/<version>/<path:path>")
def file(version: str, path: str) -> Response:
    """A file of the current version; an older page's files are gone with it."""
    if version != current_app.config["STATIC_VERSION"]:
        abort(404)
    response = _compressed(path) if request.accept_encodings["gzip"] else None
    if response is None:
        response = send_from_directory(current_app.config["STATIC_FOLDER"], path, max_age=_A_YEAR)
    if _is_text(path):
        response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
    return response


def _compressed(path: str) -> Response | None:
    """The file as gzip, by which sheets and scripts become a third of their size; None where it is not there, or small
    already. Nothing secret is in them, nor anything that a visitor sent and could measure.
    """
    file = safe_join(current_app.config["STATIC_FOLDER"], path)
    if file is None or not _is_text(path) or not Path(file).is_file():
        return None
    response = Response(_gzipped(file), mimetype=mimetypes.guess_type(path)[0])
    response.headers["Content-Encoding"] = "gzip"
    return response


def _is_text(path: str) -> bool:
    return path.endswith((".css", ".js", ".svg"))


@lru_cache(maxsize=64)
def _gzipped(file: str) -> bytes:
    return gzip.compress(Path(file).read_bytes(), mtime=0)


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
