#!/bin/sh
# Print the Python that the project's .venv is made with: the first of 3.11 to 3.14 that really
# starts and can make a virtual environment. PYTHON=/path/to/python chooses another one.
set -eu

check='import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'

# Each is run, not only looked up: version managers leave launchers for versions that are not active.
for candidate in ${PYTHON:-python3.11 python3.12 python3.13 python3.14 python3 python}; do
    if "$candidate" -c "$check" >/dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
done

echo "No usable Python 3.11 to 3.14 was found${PYTHON:+ at $PYTHON}; install one (on Debian and Ubuntu" \
    "also its package python3-venv), or say where it is: make PYTHON=/path/to/python3.12" >&2
exit 1
