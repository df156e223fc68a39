"""``audiobrief cache``: what was spoken and is kept, so that it need not be spoken again."""

from __future__ import annotations

import json
from typing import Final

import click

from audiobrief.storage import size_in_words


@click.command()
@click.option("--clear", is_flag=True, help="Delete all takes; they are spoken anew when needed.")
@click.option("--verify", is_flag=True, help="Read every take, and delete what is damaged.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def cache(*, clear: bool, verify: bool, as_json: bool) -> None:
    """Tell how much speech is kept, and where.

    What was not used for longest goes by itself when the cache holds more than 2 gigabytes; set
    AUDIOBRIEF_CACHE_LIMIT to another number of megabytes. AUDIOBRIEF_CACHE names another folder.
    """
    from audiobrief.speech import upkeep
    from audiobrief.speech.cache import CacheStore

    if clear and verify:
        raise click.UsageError("--clear and --verify cannot be given together.")
    store = CacheStore()
    facts: dict[str, object] = {"folder": str(store.folder)}
    if clear:
        gone = upkeep.clear(store)
        facts |= {"deleted_takes": gone.takes, "deleted_bytes": gone.size_bytes}
    elif verify:
        read, damaged = upkeep.verify(store)
        facts |= {"read_takes": read, "damaged_takes": damaged}
    held = upkeep.holdings(store)
    facts |= {"takes": held.takes, "bytes": held.size_bytes, "limit_bytes": held.limit_bytes}
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    for name, value in facts.items():
        label, told = name.replace("_", " "), str(value)
        if isinstance(value, int) and "bytes" in name:
            label, told = _SIZES[name], size_in_words(value)
        click.echo(f"{label.capitalize()}: {told}")


_SIZES: Final = {"bytes": "size", "limit_bytes": "limit", "deleted_bytes": "deleted size"}
"""Fact -> its label where its size is told in words."""
