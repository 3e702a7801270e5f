"""A maintenance policy in Python."""

import gemba
import pytest


class AtAge:
    """Renews a mode at an age."""

    def __init__(self, hours):
        self.seconds = hours * 3600.0

    def on(self, event, mode, machine):
        if event == "look" and machine.age() >= self.seconds and not machine.is_failed:
            machine.order_renewal(repair_factor=0.2)
        machine.look_in(8 * 3600.0)


def failures(plant, **options):
    found = plant.simulate(replications=10, months=24, **options)
    return found.line["failures"].mean, found.line["good"].mean


def test_it_prevents_failures(press):
    plain, pieces = failures(press)
    often, more = failures(press.with_policy("press", lambda: AtAge(250)))
    assert often < 0.3 * plain and more > pieces


def test_one_that_does_nothing_changes_nothing(press):
    class Nothing:
        def on(self, event, mode, machine):
            pass

    plain = press.simulate(replications=5, months=12)
    same = press.with_policy("press", Nothing).simulate(replications=5, months=12)
    assert same.to_json() == plain.to_json()


def test_threads_do_not_change_what_it_does(press):
    class Chance:
        """Looks at chance, and renews at chance: both drawn from the luck of the replication."""

        def begin(self, luck):
            self.luck, self.looks = luck, 0

        def on(self, event, mode, machine):
            if event == "look":
                self.looks += 1
                if self.luck.uniform("renewal", self.looks) < 0.05:
                    machine.order_renewal("bearing")
            machine.look_in(3600.0 * (4 + 8 * self.luck.uniform("look", self.looks)))

    plant = press.with_policy("press", Chance)
    one = plant.simulate(replications=8, months=6, threads=1)
    three = plant.simulate(replications=8, months=6, threads=3)
    assert one.to_json() == three.to_json()
    assert one.to_json() != press.simulate(replications=8, months=6).to_json()


def test_it_sees_its_machine(press):
    seen = []

    class Eyes:
        def on(self, event, mode, machine):
            seen.append((event, mode, machine.name, machine.modes, machine.is_failed, machine.now))
            assert machine.failures("bearing") == sum(1 for s in seen if s[0] == "failed")
            assert machine.age("bearing") >= 0.0

    press.with_policy("press", Eyes).simulate(replications=1, months=6, threads=1)
    assert seen[0] == ("begin", None, "press", ["bearing"], False, 0.0)
    words = [event for event, *_ in seen]
    assert words.count("failed") > 2 and abs(words.count("failed") - words.count("renewed")) <= 1
    assert all(mode == "bearing" for event, mode, *_ in seen if event in ("failed", "renewed"))


def test_what_it_raises_ends_the_run(press):
    class Wrong:
        def on(self, event, mode, machine):
            if event == "failed":
                machine.order_renewal("gearbox")

    with pytest.raises(gemba.InputError, match="no failure mode gearbox"):
        press.with_policy("press", Wrong).simulate(replications=50, months=24)
    # The next run is not harmed.
    press.simulate(replications=2, months=1)


def test_what_its_maker_raises_ends_the_run(press):
    def make():
        raise ZeroDivisionError("no policy")

    with pytest.raises(ZeroDivisionError, match="no policy"):
        press.with_policy("press", make).simulate(replications=2, months=1)


def test_an_arm_of_a_study_has_one():
    class Weekly:
        def on(self, event, mode, machine):
            if event == "look":
                machine.order_renewal("F1", repair_factor=0.1)
            machine.look_in(7 * 86400.0)

    study = gemba.example()
    before = study.run(pairs=4)
    with_policy = study.with_policy("filler", Weekly, arms=["pdm", "pdm (adoption x2)"])
    after = with_policy.run(pairs=4)
    assert after.npv.mean != before.npv.mean
    # No file tells what it does, so no hash does.
    assert after.to_dict()["provenance"].get("input_hash") is None
    with pytest.raises(gemba.InputError, match="policy"):
        with_policy.plan(pairs=4)
    with pytest.raises(gemba.InputError, match="policy"):
        with_policy.set("finance.wacc", "12 %/year")
    with pytest.raises(gemba.InputError, match="no arm"):
        study.with_policy("filler", Weekly, arms=["none"])
    with pytest.raises(gemba.InputError, match="no machine"):
        study.with_policy("fille", Weekly)
