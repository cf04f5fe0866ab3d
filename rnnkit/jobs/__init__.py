"""Who does the work: a broker process that forks one worker a run, or, in tests, this process.

The screen uses `client.Jobs`; everything between it and the workers goes through the store.
"""
