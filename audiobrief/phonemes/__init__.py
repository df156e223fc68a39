"""The sounds of American English: from IPA and from newsroom respellings, and back."""
