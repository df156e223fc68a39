"""Readers of files that others wrote: each tells what is wrong, by the standard of its format.

Nothing here is shared with what writes such files, so that a mistake is not made twice.
"""
