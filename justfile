# Recipes; each can be run on its own. `just check` is what CI runs.

set shell := ["bash", "-euo", "pipefail", "-c"]

# What this project can do.
default:
    @just --list

# Everything that has to be green before a push.
check: fmt clippy test doc deny typos

# The form of the code.
fmt:
    cargo fmt --all -- --check

# Lints; a warning is an error.
clippy:
    cargo clippy --release --locked --workspace --all-targets -- -D warnings

# All tests. They simulate years, so they are built with optimisation.
test:
    cargo test --release --locked --workspace

# The pages of the crates; a broken link is an error.
doc $RUSTDOCFLAGS="-D warnings":
    cargo doc --release --locked --no-deps --workspace

# Licences, advisories, banned crates (needs cargo-deny).
deny:
    cargo deny --locked check

# Spelling (needs typos).
typos:
    typos

# The embedded study gives the same bytes on any number of threads and without FMA and AVX2.
digest:
    cargo build --release --locked
    .ci/digest

# A run in parts on a real Slurm of this machine alone (installs it where it may).
slurm:
    cargo build --release --locked
    .ci/slurm

# Look at changed golden files, and accept them one by one (needs cargo-insta).
review:
    cargo insta review

# All benchmarks.
bench:
    cargo bench --locked -p gemba-benches

# Do the benchmarks still compile?
bench-build:
    cargo bench --locked -p gemba-benches --no-run

# Gemba beside other simulators (`just compare --install` fetches and builds them first).
compare *ARGS:
    cargo build --release --locked
    benches/compare {{ ARGS }}

# All figures anew, into benches/RESULTS.md. Half an hour, on a quiet machine.
results: bench
    cargo build --release --locked
    benches/compare peers
    -benches/compare farm
    benches/tables

# The embedded study.
run *ARGS:
    cargo run --release --locked -- run {{ ARGS }}

# The Python package in a fresh environment: wheel, tests, types, notebook (needs Python 3.10 or later).
python:
    python3 -m venv target/python
    target/python/bin/pip install --quiet "maturin>=1.10,<2" pytest mypy
    cargo build --release --locked
    cd python && CARGO_TARGET_DIR=../target/wheel ../target/python/bin/maturin build --release --locked --out ../target/wheel/dist
    target/python/bin/pip install --quiet --force-reinstall "gemba[notebook] @ file://$(ls "$PWD"/target/wheel/dist/gemba-*.whl)"
    cd python && GEMBA_CI=1 GEMBA_CLI="$PWD/../target/release/gemba" ../target/python/bin/python -m pytest tests
    cd examples/notebooks && ../../target/python/bin/jupyter nbconvert --to html --execute --output-dir ../../target/notebooks first_study.ipynb
