"""The sound of the words: engines, takes and their cache."""
