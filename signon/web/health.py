"""For whoever watches the machine: is the process there, is it ready to serve?"""

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from signon.database import now
from signon.mail.outbox import backlog

health = Blueprint("health", __name__)


@health.get("/healthz")
def process() -> Response:
    """The process answers. Asks nobody else."""
    return jsonify(ok=True)


@health.get("/readyz")
def ready() -> tuple[Response, int]:
    """The database answers; how much mail waits and for how long."""
    try:
        waiting = backlog(now())
    except SQLAlchemyError as fault:
        current_app.logger.error("not ready: %s", type(fault).__name__)
        return jsonify(database=False), 503
    return jsonify(database=True, mail_waiting=waiting.waiting, oldest_mail_seconds=waiting.oldest_seconds), 200
