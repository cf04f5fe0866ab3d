"""What a network has to beat: forecasts that need no training to speak of, on the very same rows.

`naive` holds the rules of thumb, `ridge` a linear autoregression in closed form, `classic` the
statistical methods that statsmodels brings, and `fast` puts the quick ones side by side.
"""

from rnnkit.baselines.classic import slow_baselines
from rnnkit.baselines.fast import Baselines
from rnnkit.baselines.ridge import Ridge

FAST = ("last value", "seasonal naive", "drift", "mean", "linear")
SLOW = ("ets", "theta")  # only where statsmodels is installed and the time suffices
NAMES = FAST + SLOW

__all__ = ["FAST", "NAMES", "SLOW", "Baselines", "Ridge", "slow_baselines"]
