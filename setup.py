"""What `pyproject.toml` cannot say: a wheel holds the app inside the package, as `rnnkit/app`.

Streamlit needs `app.py` with a folder `pages/` beside it, and both stand at the top of this project. As
modules of their own in an environment, `app` and `pages` would clash with those of others; inside the
package they clash with nothing, and `rnnkit app` finds them there.
"""

from setuptools import find_packages, setup

pages = [f"rnnkit.app.{name}" for name in find_packages(include=["pages*"])]

setup(
    script_name="setup.py",  # is no module of the app, though it lies beside app.py
    packages=[*find_packages(include=["rnnkit*"]), "rnnkit.app", *pages],
    package_dir={"rnnkit": "rnnkit", "rnnkit.app": "."},
)
