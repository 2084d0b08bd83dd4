"""The workspace of the staff. Importing it hangs every one of its doors on the blueprint in `doors`."""

from signon.web.staff import account, letters, reviewing

__all__ = ["account", "letters", "reviewing"]
