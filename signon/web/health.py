"""For whoever watches the machine: is the process there, is it ready to serve?"""

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from signon.database import now
from signon.mail import backlog
from signon.press import worker

health = Blueprint("health", __name__)


@health.get("/healthz")
def process() -> Response:
    """The process answers. Asks nobody else."""
    return jsonify(ok=True)


@health.get("/readyz")
def ready() -> tuple[Response, int]:
    """The database answers; how much mail and how many documents wait, and for how long."""
    try:
        mails, drawings = backlog.backlog(now()), worker.backlog(now())
    except SQLAlchemyError as fault:
        current_app.logger.error("not ready: %s", type(fault).__name__)
        return jsonify(database=False), 503
    waiting = {"mail_waiting": mails.waiting, "oldest_mail_seconds": mails.oldest_seconds}
    waiting |= {"documents_waiting": drawings.waiting, "oldest_document_seconds": drawings.oldest_seconds}
    return jsonify(database=True, **waiting), 200
