"""Signatures: requested, verified, reviewed; the roll of those that are listed."""
