"""The interface for programs, /api/v1: what everybody may read, as JSON, and signing through a partner's program.

What is here stays as it is: within v1 members are added, none is taken away or means something else.
"""

from signon.web.api import campaigns, documentation, letters, signees, signing
from signon.web.api.doors import api

__all__ = ["api", "campaigns", "documentation", "letters", "signees", "signing"]
