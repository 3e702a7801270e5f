"""What the tests share: the embedded study, run once."""

import datetime
import os
import pathlib
import shutil

import gemba
import pytest


@pytest.fixture(scope="session")
def run():
    return gemba.example().run(pairs=20, seed=7)


@pytest.fixture(scope="session")
def command_line():
    """The program `gemba`: GEMBA_CLI, or of the PATH, or what cargo has built."""
    named = os.environ.get("GEMBA_CLI")
    root = pathlib.Path(__file__).resolve().parents[2]
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", root / "target"))
    built = [target / profile / "gemba" for profile in ("release", "debug")]
    found = named or shutil.which("gemba") or next((str(p) for p in built if p.exists()), None)
    if found is None:
        if os.environ.get("GEMBA_CI"):
            pytest.fail("there is no program gemba; name it in GEMBA_CLI")
        pytest.skip("there is no program gemba; name it in GEMBA_CLI")
    return found


@pytest.fixture
def press():
    """A machine whose bearing wears out."""
    return gemba.Plant.build(
        {
            "plant": {
                "name": "a press",
                "start": datetime.date(2027, 1, 4),
                "constraint": "press",
                "condition": "new",
            },
            "machines": {"press": {"cycle": "1 min"}},
            "failures": {
                "bearing": {
                    "machine": "press",
                    "life": {"weibull": {"shape": 4.0, "scale": "500 h"}},
                    "repair": "20 h",
                }
            },
        }
    )
