"""The admin pages of capture that came after the first ones in `views`."""
