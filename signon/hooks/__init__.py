"""Webhooks: other programs are told what happened in public, signed, and again until they have heard it."""
