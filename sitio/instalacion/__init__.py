"""The composition root: it prepares an installation, loads the demo and starts everything. Nobody imports it."""
