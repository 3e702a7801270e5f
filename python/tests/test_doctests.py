"""The examples in docstrings and in the README."""

import datetime
import doctest
import pathlib

import gemba
import pytest
from gemba import _gemba


@pytest.mark.parametrize("module", [_gemba, gemba])
def test_docstrings(module):
    names = {"gemba": gemba, "datetime": datetime}
    finder = doctest.DocTestFinder(exclude_empty=True)
    # The classes of the package are those of the compiled module.
    found = finder.find(module, module.__name__, module=False, globs=names)
    runner = doctest.DocTestRunner()
    own = [test for test in found if module is _gemba or test.name == "gemba"]
    examples = sum(runner.run(test).attempted for test in own)
    assert examples >= 3 and runner.failures == 0


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
