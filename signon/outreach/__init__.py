"""Bringing people to a letter: invitations, mailings, partner links."""
