"""Licences that podcast apps know by a slug: those of the SPDX list that fit sound and words.

Source: the tag license of the podcast namespace, which takes the identifiers of SPDX in lower case.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

_PARTS: Final = ("by", "by-sa", "by-nc", "by-nd", "by-nc-sa", "by-nc-nd")
_VERSIONS: Final = ("1.0", "2.0", "2.5", "3.0", "4.0")

LICENCES: Final = MappingProxyType(
    {
        **{
            f"cc-{part}-{version}": f"https://creativecommons.org/licenses/{part}/{version}/"
            for part in _PARTS
            for version in _VERSIONS
        },
        "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
        "pddl-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
        "odc-by-1.0": "https://opendatacommons.org/licenses/by/1-0/",
        "gfdl-1.3-or-later": "https://www.gnu.org/licenses/fdl-1.3.html",
        "lal-1.3": "https://artlibre.org/licence/lal/en/",
        "ogl-uk-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "unlicense": "https://unlicense.org/",
    }
)
"""Slug -> address of the text."""
