"""What stands in the addresses of the workspace, so that every door can be knocked at."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

# A number that is not here is 1.
PLACES: dict[str, str | int] = {
    "slug": "night-train",
    "format": "csv",
    "token": "x",
    "code": "2345ABCD",
    "which": "first",
    "language": "es",
    "kind": "update",
}
# A door may look at the form before it looks for the thing.
REFUSED = (404, 405, 400)
# Whoever takes back what was taken back meanwhile, or accepted, is told so, and so is whoever takes back nothing.
SAY_THAT_IT_IS_GONE = {
    "staff.campaign_revoke",
    "staff.all_revoke",
    "staff.undo_bulk_strike",
    "staff.remove_partner",
    "staff.remove_note",
}


def rules_of(app: Flask, *blueprints: str) -> list[Rule]:
    """Every rule of these blueprints' doors."""
    found = [rule for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in blueprints]
    assert len(found) > 5, "the doors were not found"
    assert all(rule.rule.startswith("/staff/") for rule in found)
    return found


def numbers_in(rule: Rule) -> set[str]:
    """The names of what is a number in the address."""
    return {name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)}


def address_of(app: Flask, rule: Rule, **changed: str | int) -> str:
    """An address that leads to the door, with PLACES but for what is `changed`."""
    places = {**dict.fromkeys(numbers_in(rule), 1), **PLACES, **changed}
    return app.url_map.bind("localhost").build(rule.endpoint, {name: places[name] for name in rule.arguments})


def methods_of(rule: Rule) -> list[str]:
    """How the door is opened: GET, POST or both."""
    return sorted((rule.methods or set()) & {"GET", "POST"})
