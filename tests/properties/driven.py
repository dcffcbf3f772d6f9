"""How a machine is driven: as often as it takes to meet what it is there to meet."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

ROUNDS = 5


def drive(machine: Any, examples: int, taken: Set[str], refused: Set[str], *, steps: int = 40) -> None:
    """Run the machine from fixed seeds until each of those calls was taken, or refused, at least once.

    Hypothesis also draws what it finds in the modules that happen to be loaded, so that one round meets now more and
    now less; nearly always it meets all.
    """
    machine.met.clear()
    options = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    for number in range(ROUNDS):
        run_state_machine_as_test(seed(number)(machine), settings=options)
        if taken <= _met(machine, True) and refused <= _met(machine, False):
            return
    assert taken <= _met(machine, True)
    assert refused <= _met(machine, False)


def _met(machine: Any, how: bool) -> set[str]:
    return {name for (name, was_taken), times in machine.met.items() if was_taken is how and times}
