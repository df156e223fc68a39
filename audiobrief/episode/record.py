"""episode.json: all that feed, rebuild and check need to know of an episode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from audiobrief import __version__
from audiobrief.episode import chapters as chapter_list
from audiobrief.episode.draft import Draft
from audiobrief.episode.model import EPISODE_VERSION, SEGMENTS_FILE, Episode, author_of
from audiobrief.mix.model import Master


def record_of(draft: Draft, episode: Episode, master: Master, *paced: Master) -> dict[str, Any]:
    """Return the content of episode.json: all that feed, rebuild and check need."""
    spoken = draft.timeline.speech
    return {
        "version": EPISODE_VERSION,
        "guid": episode.guid,
        "show": draft.show.title,
        "author": author_of(draft.show),
        "title": episode.title,
        "summary": episode.summary,
        "published": episode.published.isoformat(),
        "modified": episode.modified.isoformat() if episode.modified else None,
        "language": episode.language,
        "address": episode.address,
        "credits": list(episode.credits),
        "enclosure": asdict(episode.enclosure),
        "rate_hz": episode.rate_hz,
        "chapters_path": episode.chapters_path,
        "chapters": [asdict(each) for each in episode.chapters],
        "segments_path": SEGMENTS_FILE,
        "transcripts": [
            {"path": path, "media_type": media_type} for path, media_type in episode.transcripts
        ],
        "changes": list(episode.changes),
        "sources": [{"title": title, "address": address} for title, address in episode.sources],
        "people": list(episode.people),
        "soundbite": asdict(episode.soundbite) if episode.soundbite else None,
        "cover_path": episode.cover_path,
        "cover_alt": episode.cover_alt,
        "season": episode.season,
        "number": episode.number,
        "disclosure": episode.disclosure,
        "variants": [asdict(each) for each in episode.variants],
        "companions": [asdict(each) for each in episode.companions],
        "voices": sorted({placement.voice for placement in spoken}),
        "engines": sorted({placement.engine for placement in spoken}),
        "remarks": [*draft.remarks, *_chapter_remarks(draft, episode)],
        "fidelity": dict(draft.fidelity),
        "dated_days": [dict(each) for each in draft.dated_days],
        "dropped": [dict(each) for each in draft.dropped],
        "asked_for": {
            "integrated_lufs": draft.show.loudness_lufs,
            "true_peak_dbtp": draft.show.true_peak_dbtp,
        },
        "measured": {
            **_measured(master),
            **({} if draft.bed_under_db is None else {"bed_under_speech_dba": draft.bed_under_db}),
        },
        "variants_measured": {
            each.path: _measured(sound) for each, sound in zip(episode.variants, paced, strict=True)
        },
        "made_with": {"audiobrief": __version__, **draft.made_with},
        "build_key": draft.build_key,
        "rundown": dict(draft.rundown_value),
    }


def _measured(master: Master) -> dict[str, Any]:
    return {
        "integrated_lufs": round(master.loudness_lufs, 2),
        "true_peak_dbtp": round(master.true_peak_dbtp, 2),
        "limiter_reduction_db": [round(value, 2) for value in master.reduction_db],
    }


def _chapter_remarks(draft: Draft, episode: Episode) -> Iterator[str]:
    every = len(chapter_list.chapters(draft.rundown, draft.timeline))
    if every > len(episode.chapters):
        yield (
            f"Of {every} chapters {len(episode.chapters)} were kept, because tags name at most "
            f"{chapter_list.MAX_CHAPTERS}; the parts of the others belong to the chapters before."
        )
