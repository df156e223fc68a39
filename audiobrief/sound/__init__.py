"""A small sound library that knows nothing of news."""

from __future__ import annotations

import os

# The only matrix products here are small: threads of the linear algebra library would cost more
# than they save. It reads this once, when numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
