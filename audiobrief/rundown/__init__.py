"""What will be said: the running order, its words and their pronunciation."""
