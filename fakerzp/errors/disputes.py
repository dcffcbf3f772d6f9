"""What is said of disputes."""

from __future__ import annotations

from . import INFERRED, Text

_CONTEST = "api/disputes/contest.md"
STATUS = Text("Action not allowed when dispute is in {status} status.", "api/disputes/accept.md")
DEADLINE = Text("Action not allowed as deadline to respond has elapsed.", "api/disputes/accept.md")
AMOUNT = Text("contest amount cannot be greater than dispute amount.", _CONTEST)
ACTION = Text("The selected action is invalid.", _CONTEST)
FILE = Text("Invalid file id provided or merchant is unauthorized to access the fileId(s) provided", _CONTEST)
# That there has to be one is on that page, the words are on none.
NO_DOCUMENT = Text("At least one document is required to submit the evidence of a dispute", INFERRED)
EXPAND = Text(
    "Value of each expand must be one of following types: payment, transaction.settlement", "api/disputes/fetch.md"
)
