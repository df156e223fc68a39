"""The K-weighting of ITU-R BS.1770-4 as a stream: how loud each moment is to the ear.

The filter is recursive, and a loop over samples would take longer than all other work. Written with
states, it is a chain of matrix products: a block's output follows from its own samples and from the
state before it, the states of the blocks of a group from the one before the group.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_BLOCK: Final = 32
"""Samples that are filtered by one product."""

_GROUP: Final = 32
"""Blocks whose states are found by one product."""

_STATES: Final = 4

_FORGOTTEN: Final = 1e-30
"""A state of which so little is left adds nothing to sums of 64 bits."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Products:
    """The matrices of the filter at one sample rate.

    Attributes:
        block: A block's samples to its output and to what it adds to the state, float32, shape
            (block, block + states).
        output: A state to what it adds to a block's output, float32, shape (states, block).
        states: What the blocks of a group add to the states before each of them and after the last,
            shape (group * states, (group + 1) * states).
        carried: The state before a group to the same states, shape (states, (group + 1) * states).
    """

    block: NDArray[np.float32]
    output: NDArray[np.float32]
    states: NDArray[np.float64]
    carried: NDArray[np.float64]


class Weighting:
    """Weights one channel. Samples go in and the same number come out, after ``rest``."""

    def __init__(self, rate_hz: int) -> None:
        self._products = _products(rate_hz)
        self._held = np.zeros(0, dtype=np.float32)
        self._state = np.zeros(_STATES)

    def add(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the weighted samples that are ready, in step with what was added earlier."""
        held = np.concatenate([self._held, samples])
        ready = len(held) // (_BLOCK * _GROUP) * (_BLOCK * _GROUP)
        self._held = held[ready:].copy()
        return self._weighted(held[:ready]) if ready else held[:0]

    def rest(self) -> NDArray[np.float32]:
        """Return the weighted samples that are still held; the stream ends here."""
        group = np.zeros(_BLOCK * _GROUP, dtype=np.float32)
        left = len(self._held)
        group[:left] = self._held
        self._held = self._held[:0]
        return self._weighted(group)[:left]

    def _weighted(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the output for whole groups."""
        products = self._products
        blocks = samples.reshape(-1, _BLOCK) @ products.block
        added = blocks[:, _BLOCK:].astype(np.float64).reshape(-1, _GROUP * _STATES)
        states = added @ products.states
        jump = products.carried[:, -_STATES:]
        after = states[:, -_STATES:].copy()
        after[0] += self._state @ jump
        before = np.concatenate([self._state[None, :], _carried(after, jump)])
        self._state = before[-1]
        states += before[:-1] @ products.carried
        at_blocks = states[:, :-_STATES].reshape(-1, _STATES).astype(np.float32)
        weighted: NDArray[np.float32] = blocks[:, :_BLOCK] + at_blocks @ products.output
        return weighted.reshape(-1)


def _carried(added: NDArray[np.float64], jump: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the state after each group, where each takes the one before it times ``jump``.

    Every pass reaches twice as far back; what is forgotten needs none.
    """
    states, reach = added, 1
    while reach < len(states) and np.abs(jump).max() > _FORGOTTEN:
        further = states[:-reach] @ jump
        states[reach:] += further
        jump, reach = jump @ jump, 2 * reach
    return states


@functools.cache
def _products(rate_hz: int) -> _Products:
    """Return the matrices at this rate."""
    step, enter, leave, through = _filter(rate_hz)
    powers = _powers(step, _BLOCK)
    response = [through, *(float(leave @ powers[k] @ enter) for k in range(_BLOCK - 1))]
    block = np.zeros((_BLOCK, _BLOCK + _STATES))
    for place in range(_BLOCK):
        block[place, place:_BLOCK] = response[: _BLOCK - place]
        block[place, _BLOCK:] = powers[_BLOCK - 1 - place] @ enter
    jumps = _powers(powers[_BLOCK], _GROUP)
    states = np.zeros((_GROUP, _STATES, _GROUP + 1, _STATES))
    for start in range(_GROUP):
        for at in range(start + 1, _GROUP + 1):
            states[start, :, at, :] = jumps[at - 1 - start].T
    return _Products(
        block=block.astype(np.float32),
        output=np.stack([leave @ powers[k] for k in range(_BLOCK)], axis=1).astype(np.float32),
        states=states.reshape(_GROUP * _STATES, (_GROUP + 1) * _STATES),
        carried=np.concatenate([jump.T for jump in jumps], axis=1),
    )


def _powers(matrix: NDArray[np.float64], count: int) -> list[NDArray[np.float64]]:
    """Return the powers 0 to ``count`` of a square matrix."""
    powers = [np.eye(len(matrix))]
    for _ in range(count):
        powers.append(matrix @ powers[-1])
    return powers


def _filter(
    rate_hz: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    """Return the weighting as state space: state to state, in to state, state to out, in to out.

    BS.1770-4 gives coefficients for 48 kHz only; the analogue prototypes behind them (a high shelf
    of 4 dB at 1682 Hz and a high pass at 38 Hz), warped to the rate, give the same at 48 kHz.
    """
    (step_1, enter_1, through_1), (step_2, enter_2, through_2) = (
        _section(*_high_shelf(rate_hz)),
        _section(*_high_pass(rate_hz)),
    )
    out = np.array([1.0, 0.0])
    step = np.block([[step_1, np.zeros((2, 2))], [np.outer(enter_2, out), step_2]])
    enter = np.concatenate([enter_1, enter_2 * through_1])
    leave = np.concatenate([through_2 * out, out])
    return step, enter, leave, through_1 * through_2


_Coefficients = tuple[float, float, float]


def _section(
    top: _Coefficients, bottom: _Coefficients
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return a stage of second order as state space; its first state is what it adds to the out."""
    step = np.array([[-bottom[1], 1.0], [-bottom[2], 0.0]])
    enter = np.array([top[1] - bottom[1] * top[0], top[2] - bottom[2] * top[0]])
    return step, enter, top[0]


def _high_shelf(rate_hz: int) -> tuple[_Coefficients, _Coefficients]:
    """Return numerator and denominator of the stage that stands for the head."""
    k = math.tan(math.pi * 1681.974450955533 / rate_hz)
    q = 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    scale = 1 + k / q + k * k
    return (
        (
            (high + band * k / q + k * k) / scale,
            2 * (k * k - high) / scale,
            (high - band * k / q + k * k) / scale,
        ),
        (1.0, 2 * (k * k - 1) / scale, (1 - k / q + k * k) / scale),
    )


def _high_pass(rate_hz: int) -> tuple[_Coefficients, _Coefficients]:
    """Return numerator and denominator of the stage that leaves out the lowest tones."""
    k = math.tan(math.pi * 38.13547087602444 / rate_hz)
    q = 0.5003270373238773
    scale = 1 + k / q + k * k
    return (1.0, -2.0, 1.0), (1.0, 2 * (k * k - 1) / scale, (1 - k / q + k * k) / scale)
