"""Answers as the one who sent something sees them."""

from werkzeug.test import TestResponse


def seen(answer: TestResponse) -> tuple[object, ...]:
    """All of an answer that can be compared: status, headers and every byte."""
    return answer.status_code, answer.data, tuple(sorted(answer.headers))
