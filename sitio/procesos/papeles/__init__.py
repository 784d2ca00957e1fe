"""Who may do what: the roles of an institution and its units, who holds them, and the doors they close."""
