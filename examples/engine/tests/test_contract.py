"""The promises of a speech engine, held by this one."""

from audiobrief.testing import EngineContract


class TestMorse(EngineContract):
    engine_name = "morse"
    text = "The old harbour opens again on Tuesday."
