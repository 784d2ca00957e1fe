"""The admin pages of procedure templates: the versions in use, and the draft of the next one."""
