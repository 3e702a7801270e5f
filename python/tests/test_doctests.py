"""The examples in docstrings and in the README."""

import datetime
import doctest
import pathlib

import gemba
from gemba import _gemba


def test_docstrings_of_the_compiled_module():
    names = {"gemba": gemba, "datetime": datetime}
    found = doctest.DocTestFinder(exclude_empty=True).find(_gemba, "gemba", module=False, globs=names)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    examples = sum(runner.run(test).attempted for test in found)
    assert examples >= 20 and runner.failures == 0


def test_docstring_of_the_package():
    assert doctest.testmod(gemba).failed == 0


def test_readme():
    readme = pathlib.Path(__file__).resolve().parents[1] / "README.md"
    told = doctest.testfile(str(readme), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert told.failed == 0 and told.attempted >= 10


def test_everything_has_a_docstring():
    for name in gemba.__all__:
        thing = getattr(gemba, name)
        if name != "__version__":
            assert thing.__doc__, name
        if isinstance(thing, type):
            for attribute, member in vars(thing).items():
                if not attribute.startswith("_"):
                    assert member.__doc__, f"{name}.{attribute}"
