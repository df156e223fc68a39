"""What is published: tags, chapters, transcripts, and the check that they are right."""
