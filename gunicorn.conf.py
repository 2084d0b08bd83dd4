"""How gunicorn serves Signon; it reads this file by itself. What the command line says goes before it."""

from gunicorn.glogging import Logger

worker_class = "gthread"
threads = 8
accesslog = None  # a request line of ours can hold a token
control_socket_disable = True


class NoAddresses(Logger):
    """Gunicorn's log without what it says of visitors: a request that cannot be parsed is noted with its sender."""

    def warning(self, msg: str, *args: object, **kwargs: object) -> None:
        if not msg.startswith("Invalid request from ip="):
            super().warning(msg, *args, **kwargs)


logger_class = NoAddresses
