"""Several processes count together in Redis, and none of them needs it."""

import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest

from signon.web.limits import AN_HOUR
from signon.web.tries import Tries
from tests.loud_skips import skip_loudly
from tests.servers.redis import RedisServer, find_redis, redis_server

AWAY = "unix:///nowhere/redis.sock"


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """A running Redis."""
    program = find_redis()
    if program is None:
        skip_loudly("Redis tests", "no Redis here: install redis-server and the Python package redis")
    with redis_server(program) as server:
        yield server


def contents(tries: Tries) -> dict[str, tuple[bytes, int]]:
    """All that the Redis holds: each key with its value and how many seconds it has left."""
    assert tries._shared is not None
    store: Any = tries._shared.limiter.storage
    connection = store.get_connection()
    return {key.decode(): (connection.get(key), connection.ttl(key)) for key in connection.scan_iter()}


def test_two_processes_count_one_visitor_together(redis: RedisServer) -> None:
    first, second = Tries(redis.url), Tries(redis.url)
    answers = [tries.count("form", "192.0.2.1", 3, AN_HOUR) for tries in (first, second, first, second)]
    assert answers == [True, True, True, False]
    assert second.count("form", "192.0.2.2", 3, AN_HOUR)
    assert 3500 < second.seconds_left("form", "192.0.2.1", 3, AN_HOUR) <= 3600


def test_redis_holds_no_address_and_forgets_the_rest(redis: RedisServer) -> None:
    tries = Tries(redis.url)
    tries.count("form", "203.0.113.77", 3, AN_HOUR)
    held = contents(tries)
    assert len(held) == 2, "a count, and the key of the day"
    assert "203.0.113.77" not in repr(held)
    assert all(0 < seconds <= 24 * 3600 for _, seconds in held.values())


def test_when_redis_dies_visitors_are_counted_in_memory_and_it_is_said_once(
    redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    tries = Tries(redis.url)
    assert tries.count("form", "192.0.2.1", 2, AN_HOUR)
    redis.kill()
    with caplog.at_level(logging.DEBUG):
        answers = [tries.count("form", "192.0.2.1", 2, AN_HOUR) for _ in range(3)]
    assert answers == [True, True, False], "memory begins to count anew"
    assert [record.levelname for record in caplog.records if "REDIS_URL" in record.message] == ["ERROR"]


def test_a_redis_that_was_never_there_keeps_nobody_waiting(redis: RedisServer) -> None:
    began = time.monotonic()
    tries = Tries(AWAY)
    assert [tries.count("form", "192.0.2.1", 2, AN_HOUR) for _ in range(3)] == [True, True, False]
    assert tries.seconds_left("form", "192.0.2.1", 2, AN_HOUR) > 3500
    assert time.monotonic() - began < 10
