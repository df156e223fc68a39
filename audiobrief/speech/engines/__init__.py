"""The engines that ship with audiobrief; each is found by its entry point."""
