"""Other publishers' feeds into the ledger: politely, page by page, without trusting what they answer."""
