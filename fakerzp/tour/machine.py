"""The tour as one JSON object, the schema of which stands at the top of the package."""

from __future__ import annotations

import json
from dataclasses import asdict

from .facts import Tour


def document(tour: Tour) -> str:
    """The facts as JSON text, ASCII only, a newline at its end."""
    return json.dumps(asdict(tour), indent=2) + "\n"
