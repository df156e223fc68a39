"""When it is heard: one timeline, one stream."""
