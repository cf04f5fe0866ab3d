#!/bin/sh
# scripts/install.sh VENV REQUIREMENTS: make the virtual environment if it is not whole, then install.
# uv is taken where it is on the PATH: it is faster and, by the setting in pyproject.toml, spares a
# Linux machine without a GPU the 3 GB of CUDA packages. pip does it otherwise, and where uv fails.
set -eu
venv=$1
requirements=$2
python=$venv/bin/python

if ! "$python" -m pip --version >/dev/null 2>&1; then # also after an interrupted set-up
    made_with=$("$(dirname "$0")/find-python.sh")
    "$made_with" -m venv --clear "$venv"
fi

if command -v uv >/dev/null 2>&1; then
    if uv pip install --python "$python" -r "$requirements"; then
        exit 0
    fi
    echo "uv could not install $requirements; trying pip." >&2
fi
"$python" -m pip install --disable-pip-version-check --prefer-binary -r "$requirements"
