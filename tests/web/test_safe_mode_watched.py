"""In safe mode whoever watches every public address learns nothing from any of them when somebody signs."""

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from signon.database import db, now
from signon.letters.letters import with_slug
from signon.press import Press, posters
from signon.web import public_blueprints
from tests import make
from tests.signatures.own import signed
from tests.signatures.pictures import PICTURE, file_of
from tests.signatures.test_batches import LATER, release

# About the machine; and posters, which are handed out for a minute after they were drawn: their stamp says what the
# next one shows.
BUT_FOR = {"health.process", "health.ready", "sharing.share_png", "sharing.campaign_png", "sharing.flyer_pdf"}
KNOWN = {"slug": "night-train", "accent": "17594a"}
ALSO = (
    "/letters/night-train/signees?q=birch",
    "/letters/night-train/texts?number=1",
    "/embed/night-train?as=individual",
)
MOVES = re.compile(rb'<input [^>]*type="hidden"[^>]*>|"as_of":"[^"]*"')  # the tokens of a form; the minute
COUNTED = {"/letters/night-train", "/letters/night-train/count.json", "/embed/night-train/badge.svg"}


def test_nothing_public_moves_when_somebody_signs_until_their_batch_is_shown(app: Flask, client: FlaskClient) -> None:
    letter = make.letter(safe_mode=True, signed_by="both", goal=10)
    make.listed(letter, ["Alder", "Oak"])
    release(now() + LATER)
    paths = [*addresses(app), *ALSO]
    before = {path: said(client, path) for path in paths}, stamps(app)
    link = signed(client, organization="Birch Readers", **make.home_of("Birch Readers"))
    client.post(f"{link}/logo", **file_of(PICTURE))
    assert ({path: said(client, path) for path in paths}, stamps(app)) == before
    release(now() + LATER)
    assert all(said(client, path) != before[0][path] for path in COUNTED)


def addresses(app: Flask) -> Iterator[str]:
    """Every public address that a stranger can write down, of the one letter and its campaign."""
    with app.test_request_context():
        for rule in filter(is_watched, app.url_map.iter_rules()):
            values: dict[str, Any] = {name: KNOWN[name] for name in rule.arguments}
            if rule.rule.startswith(("/campaigns/", "/api/v1/campaigns/")) and values:
                values["slug"] = "night-line"
            yield url_for(rule.endpoint, **values)


def is_watched(rule: Rule) -> bool:
    """Whether anybody may look there, without a code or a number that they would have to be told."""
    is_public = rule.endpoint.partition(".")[0] in {blueprint.name for blueprint in public_blueprints()}
    return is_public and rule.arguments <= set(KNOWN) and rule.endpoint not in BUT_FOR and "GET" in (rule.methods or ())


def said(client: FlaskClient, path: str) -> tuple[int, str, bytes]:
    """What an address answers, without what is new at each showing."""
    answer = client.get(path)
    return answer.status_code, answer.headers.get("ETag", ""), MOVES.sub(b"", answer.data)


def stamps(app: Flask) -> list[str]:
    """Of what the letter's share picture and flyer would show now."""
    db.session.rollback()
    letter = with_slug("night-train")
    assert letter is not None
    sheets = (posters.share_picture_of(letter, "en"), posters.flyer_of(letter, "en"))
    return [str(posters.stamp_of(sheet, Press.of(app.config), now())) for sheet in sheets]
