"""Mail: composed from a row, kept in the outbox, sent by the worker."""
