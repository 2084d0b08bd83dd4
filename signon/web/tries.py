"""Counting tries: in the memory of this process, or in Redis for all processes and hosts together.

Whoever tries is known by a keyed hash, for the rest of the day: the key is random and another one tomorrow. It is in
memory only, or in Redis, where it runs out.
"""

import hmac
import logging
import secrets
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

from limits import RateLimitItemPerSecond
from limits.errors import ConfigurationError
from limits.storage import RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter

log = logging.getLogger(__name__)
_A_DAY = 24 * 3600  # seconds
_SWEEP = 60.0  # seconds between two looks for counts that no longer count
_MOST = 200_000  # counts in memory at once; with more of them, counting by visitor is over anyway
_AWAY = 30.0  # seconds for which a Redis that did not answer is not asked again
_PATIENCE = 0.25  # seconds that Redis has for an answer


class Memory(Storage):
    """Counts in the memory of this process.

    The library's own goes through every count in a thread of its own, up to a hundred times a second, which a flood
    of addresses makes slow (8 ms of a core each for 100,000). This one does so once a minute.
    """

    STORAGE_SCHEME = ["signon-memory"]
    base_exceptions: type[Exception] = ValueError

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[str, tuple[int, float]] = {}  # how many, and until when they count
        self._swept_at = time.time()
        self._lock = threading.Lock()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add `amount` to the count, which begins anew `expiry` seconds after it began; answers what it is now."""
        at = time.time()
        with self._lock:
            self._sweep(at)
            number, until = self._counts.get(key, (0, 0.0))
            if until <= at:
                number, until = 0, at + expiry
            self._counts[key] = (number + amount, until)
            return number + amount

    def get(self, key: str) -> int:
        """The count now."""
        number, until = self._counts.get(key, (0, 0.0))
        return number if until > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """Until when it counts, in seconds since 1970."""
        return self._counts.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        """Memory is always there."""
        return True

    def reset(self) -> int:
        """Forget everybody; answers how many counts there were."""
        with self._lock:
            number = len(self._counts)
            self._counts.clear()
            return number

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._lock:
            self._counts.pop(key, None)

    def _sweep(self, at: float) -> None:
        if at < self._swept_at + _SWEEP and len(self._counts) < _MOST:
            return
        self._swept_at = at
        self._counts = {key: counted for key, counted in self._counts.items() if counted[1] > at}
        if len(self._counts) >= _MOST:
            self._counts.clear()


@dataclass
class _Book:
    """Where is counted, and the day's key under which everybody is known there."""

    limiter: FixedWindowRateLimiter
    day: int = -1
    key: bytes = b""

    def known_as(self, who: str) -> str:
        """By what `who` is known today."""
        today = int(time.time()) // _A_DAY
        if today != self.day:
            self.key, self.day = self.new_key(today), today
        return hmac.digest(self.key, who.encode(), "sha256").hex()

    def new_key(self, _day: int) -> bytes:
        """A key for the day."""
        return secrets.token_bytes(32)


class _SharedBook(_Book):
    """The same in Redis."""

    def new_key(self, day: int) -> bytes:
        """The key of the day: made by who comes first, the same for all, gone soon after."""
        redis = cast(Any, self.limiter.storage).get_connection()
        made, name = secrets.token_bytes(32), f"signon:key:{day}"
        return made if redis.set(name, made, nx=True, ex=_A_DAY) else bytes(redis.get(name) or made)


@dataclass
class Tries:
    """Counts tries by kind and by who tried. Without its Redis it counts in memory: nobody is kept from signing."""

    redis_url: str = ""
    _alone: _Book = field(default_factory=lambda: _Book(FixedWindowRateLimiter(Memory())))
    _shared: _Book | None = None
    _away_until: float = 0.0
    _is_away: bool = False

    def __post_init__(self) -> None:
        if self.redis_url:
            self._shared = _SharedBook(FixedWindowRateLimiter(_redis(self.redis_url)))

    def count(self, kind: str, who: str, allowed: int, window: timedelta) -> bool:
        """Count one more try; whether it is among the `allowed` ones of its window, which begins with the first."""
        return bool(self._ask("hit", kind, who, allowed, window))

    def seconds_left(self, kind: str, who: str, allowed: int, window: timedelta) -> int:
        """How long it is until `who` may try again: 1 at least."""
        until: float = self._ask("get_window_stats", kind, who, allowed, window).reset_time
        return max(1, min(round(until - time.time()), int(window.total_seconds())))

    def _ask(self, question: str, kind: str, who: str, allowed: int, window: timedelta) -> Any:
        item = RateLimitItemPerSecond(allowed, int(window.total_seconds()))
        if self._shared is not None and time.monotonic() >= self._away_until:
            try:
                answer = getattr(self._shared.limiter, question)(item, self._shared.known_as(who), kind)
            except self._shared.limiter.storage.base_exceptions as fault:
                self._note_away(fault)
            else:
                self._is_away = False
                return answer
        return getattr(self._alone.limiter, question)(item, self._alone.known_as(who), kind)

    def _note_away(self, fault: Exception) -> None:
        if not self._is_away:  # once, not for every visitor
            log.error("REDIS_URL does not answer (%s): tries are counted in memory meanwhile", type(fault).__name__)
        self._is_away, self._away_until = True, time.monotonic() + _AWAY


def _redis(url: str) -> RedisStorage:
    """The Redis at `url`, which need not answer yet. Raises RuntimeError where its driver is not installed."""
    try:
        return RedisStorage(url, key_prefix="signon", socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
    except ConfigurationError:
        raise RuntimeError("REDIS_URL needs the package redis: install signon[redis].") from None
