"""How likely each symbol comes next, as a figure."""

from collections.abc import Sequence

from rnnkit.pictures import palette
from rnnkit.pictures.figures import Figure, empty, plain
from rnnkit.words import t


def next_symbols(
    names: Sequence[str], own: Sequence[float], drawn: Sequence[float], here: int | None, dark: bool
) -> Figure:
    """How likely each symbol comes next: bars as the model has it, diamonds as it would be drawn.

    The symbol that stands `here` has the colour of ink. Behind each bar its whole row can be clicked.
    """
    rows = list(range(len(names)))
    figure = empty(dark, height=110 + 26 * len(names))
    widest = 104 * max([*own, *drawn])
    figure.add_bar(
        x=[widest] * len(names),
        y=rows,
        orientation="h",
        marker_color=palette.fade(palette.grey(dark), 0.08),
        hoverinfo="none",  # no label, but, unlike "skip", it can be clicked
        showlegend=False,
    )
    figure.add_bar(
        x=[100 * chance for chance in own],
        y=rows,
        orientation="h",
        marker_color=[palette.ink(dark) if row == here else palette.grey(dark) for row in rows],
        customdata=[_percent(chance) for chance in own],
        hovertemplate="%{customdata}<extra></extra>",
        name=t("the model"),
    )
    figure.add_scatter(
        x=[100 * chance for chance in drawn],
        y=rows,
        mode="markers",
        marker={"symbol": "diamond-open", "size": 9, "color": palette.ink(dark), "line": {"width": 2}},
        customdata=[_percent(chance) for chance in drawn],
        hovertemplate="%{customdata}<extra></extra>",
        name=t("with the settings above"),
    )
    labels = [f"<b>{plain(name)}</b>  {_percent(chance)}" for name, chance in zip(names, own, strict=True)]
    figure.update_yaxes(tickvals=rows, ticktext=labels, nticks=len(names))
    figure.update_yaxes(range=[len(names) - 0.5, -0.5], showgrid=False, fixedrange=True)
    figure.update_xaxes(title_text=t("percent"), range=[0, widest], fixedrange=True)
    figure.update_layout(barmode="overlay", hovermode="closest", clickmode="event+select", dragmode=False)
    return figure


def _percent(chance: float) -> str:
    """A probability in percent, three digits at most."""
    return f"{100 * chance:.3g} %" if chance >= 1e-4 else t("under 0.01 %")
