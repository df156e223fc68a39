"""``python -m audiobrief`` is the same as the command ``audiobrief``."""

from audiobrief.cli import main

main()
