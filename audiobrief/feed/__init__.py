"""How it is found: the podcast feed."""
