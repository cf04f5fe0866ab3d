"""The backend of the playground: importable, scriptable and testable without a screen.

`config` holds the settings of a run, `data` turns bytes into clean tables, `nn` and `training` hold
the networks and the loop, `tasks` put them together, `runs` keeps what happened and `jobs` decides
which process does the work. Nothing is imported here, so that reading a store never loads torch.
"""

__version__ = "0.1.0"
