"""How an act says no: by raising one sentence for the person who asked.

The sentence is an English message with `%(name)s` places. Doors translate it and put it beside the field; the command
line prints it as it is.
"""


def N_(message: str) -> str:  # noqa: N802 - the field's name for "translate later"
    """`message` itself; marks it for the translation catalogue where nothing can translate yet."""
    return message


class Refusal(Exception):
    """`sentence` is the message, `values` what stands in its places, `field` the form field or column it is about, if
    any.
    """

    def __init__(self, sentence: str, field: str = "", /, **values: object) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence = sentence
        self.values = values
        self.field = field
