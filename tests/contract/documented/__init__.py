"""How each documented call is made, and the few that do not hold: a module per family."""
