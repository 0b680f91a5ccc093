"""Failure: what stops a benchmark, with its remedy; Figure: one measured value with its reference."""
import dataclasses


class Failure(Exception):
    def __init__(self, message, remedy):
        super().__init__(message)
        self.remedy = remedy


@dataclasses.dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str
    baseline_name: str  # what the reference is; measured or derived in the same run
    baseline: float     # in the same unit
    goal: float = None      # the least that the value should be; none where there is no goal
    goal_ratio: float = None  # the least that value to baseline should be, likewise
    goal_most: float = None   # the most that it should be, likewise
    goal_name: str = None     # "G3" of the goals of the rules; none for any other
