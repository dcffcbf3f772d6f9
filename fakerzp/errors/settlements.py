"""What is said of settlements, the report on them, and those that the merchant asks for."""

from __future__ import annotations

from . import GENERAL, INFERRED, NA, Text

_RECON = "api/settlements/fetch-recon.md"
YEAR = Text("The year must be 4 digits.", _RECON)
MONTH = Text("The month is not a valid month.", _RECON)
DAY = Text("The day must be between 1 and 2 digits.", _RECON)
EPOCH_DOT = Text(GENERAL["epoch"].template + ".", "api/settlements/fetch-all.md")

# Its own page says that less is supported now, and shows the refusal all the same.
LEAST = Text("Minimum amount that can be settled is ₹ 1.", "api/settlements/instant/create.md", NA)
MOST = Text("Maximum amount that can be settled is ₹ 5,00,00,000.", INFERRED, NA)
BALANCE = Text("The amount requested is greater than the balance that can be settled.", INFERRED, NA)
EXPAND = Text("Value of each expand must be one of following types: ondemand_payouts", INFERRED)
