"""Stage approval: who must decide each step and by what right, the decision, and its record that only grows."""
