"""From a stage page to a release: what it lacks to be one, what must hold in it, and its making."""
