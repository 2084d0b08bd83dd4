"""How a letter's text begins, in a sentence or two: what is shown of it where a letter is passed on."""

import re

from signon.documents.blocks import PARAGRAPH, blocks

# A sentence ends with its mark, and what closes a quotation or bracket after it; Chinese marks need no space.
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[”’」』）]*|[؟۔](?=\s|$)|$)\s*", re.DOTALL)
_FEW = 60  # characters: a paragraph shorter than this is a salutation or a line of its own, and says nothing yet


def lead(body: str, most: int) -> str:
    """The beginning of the Markdown `body` as plain text, `most` characters at most: whole sentences of its first
    paragraph, or else as many words of the first sentence, with an ellipsis.

    What is short, a list or a quotation is passed over where a paragraph follows; "" for a text without one.
    """
    paragraphs = [block for block in blocks(body) if block.kind == PARAGRAPH and block.text.strip()]
    plain = [block.text for block in paragraphs if not block.depth and not block.quote]
    said = [" ".join(text.split()) for text in plain or [block.text for block in paragraphs]]
    first = next((text for text in said if len(text) >= _FEW), max(said, key=len, default=""))
    return _begun(first, most)


def _begun(text: str, most: int) -> str:
    kept = ""
    for sentence in _SENTENCE.findall(text):
        if len((kept + sentence).rstrip()) > most:
            break
        kept += sentence
    return kept.rstrip() or shortened(text, most)


def shortened(text: str, most: int) -> str:
    """`text`, or as many of its words as fit into `most` characters, with an ellipsis."""
    if len(text) <= most:
        return text
    cut = text[:most]  # one character more than is kept, which tells whether a word ends there
    at_space, _, _ = cut.rpartition(" ")
    return f"{(at_space or cut[:-1]).rstrip(' ,;:-–—')}…"
