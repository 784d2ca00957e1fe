"""Others' validators, run as programs over what we publish (docs/decisiones/0014)."""
