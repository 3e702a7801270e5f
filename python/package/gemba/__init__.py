"""Gemba: will this investment in my plant pay back, when, and how sure are we?

Reads a plant and a study, simulates pairs of futures that differ in nothing but the investment, and gives
NPV, ROI and payback as distributions.

>>> import gemba
>>> run = gemba.example().run(pairs=20, seed=1)
>>> run.pairs_done, run.currency
(20, 'USD')
>>> run.payback.p50 == "never" or run.payback.p50 > 0
True
"""

from ._gemba import (
    Calibration,
    Comparison,
    Estimate,
    Fault,
    Figure,
    GembaError,
    InputError,
    Irr,
    Luck,
    MachineView,
    Payback,
    Plan,
    Plant,
    Report,
    Run,
    RunError,
    Scenario,
    Share,
    Simulation,
    Spread,
    Study,
    Sweep,
    Table,
    __build__,
    __version__,
    calibrate,
    example,
    examples,
    plan,
    shard,
    simulate,
    sweep,
)

__all__ = [
    "Calibration",
    "Comparison",
    "Estimate",
    "Fault",
    "Figure",
    "GembaError",
    "InputError",
    "Irr",
    "Luck",
    "MachineView",
    "Payback",
    "Plan",
    "Plant",
    "Report",
    "Run",
    "RunError",
    "Scenario",
    "Share",
    "Simulation",
    "Spread",
    "Study",
    "Sweep",
    "Table",
    "__build__",
    "__version__",
    "calibrate",
    "example",
    "examples",
    "plan",
    "shard",
    "simulate",
    "sweep",
]
