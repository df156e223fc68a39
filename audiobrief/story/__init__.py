"""What was printed: sources in, stories with labelled blocks out."""
