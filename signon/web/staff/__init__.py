"""The workspace of the staff. Importing it hangs every one of its doors on the blueprint in `doors`."""

from signon.web.staff import account, controls, letters, logos, names, reviewing, standing

__all__ = ["account", "controls", "letters", "logos", "names", "reviewing", "standing"]
