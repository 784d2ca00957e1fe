"""The peer of the benchmark `servir`: the same releases in a JSONField, behind the list view DRF's tutorial teaches."""
