"""What a benchmark found: ratios, the bounds they are held to, and the medians behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Bound:
    """What a ratio is to reach, and where it aims."""

    reach: float
    aim: float | None = None
    at_least: bool = False

    def holds(self, ratio: float) -> bool:
        """Whether the ratio reaches it."""
        return ratio >= self.reach if self.at_least else ratio <= self.reach

    def __str__(self) -> str:
        sign = ">=" if self.at_least else "<="
        aim = "" if self.aim is None else f" (aim {self.aim:g})"
        return f"{sign} {self.reach:g}{aim}"


BOUNDS = {
    "ack_p50_vs_stock": Bound(0.5, 0.3),
    "events_vs_naive_c32": Bound(10, 20, at_least=True),
    "full_vs_normal": Bound(1.15),
    "click_p50_vs_idle": Bound(1.5),
    "sending_vs_pace": Bound(1.05),
    "sending_429s": Bound(0.01),
    "sending_in_order": Bound(1.0, at_least=True),
}


def ratio(over: Sequence[float], under: Sequence[float]) -> float:
    """The median of the rounds' own ratios: what slows a whole round down slows both."""
    return median(a / b for a, b in zip(over, under, strict=True))


def percentile(values: Iterable[float], percent: int) -> float:
    """Below it lie so many in a hundred."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns under their heads, as wide as they need to be."""
    cells = [list(heads), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    ]
    return "\n".join([title, *(f"  {line}" for line in lines)])


def _cell(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
