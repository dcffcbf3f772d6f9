"""Where everything lives: persistent tables, ids, the queue of what falls due, the journal of money."""
