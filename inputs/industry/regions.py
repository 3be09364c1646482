"""Regions: cost indices, crews and power prices."""

from inputs.rows import table

_SHELL = "shell: Exyte Feb 2025 (US twice Taiwan), TSMC CFO Jan 2023 (4-5 times, upper bound)"
_CREWS = "crews: assumption, SIA/Oxford Economics on US builders"
_REST = "equipment: 2-5 % freight; operating: TechInsights Mar 2025"
_POWER = "power: TrendForce Nov 2024, tariffs"


def _basis(confidence: str) -> str:
    return f"{_SHELL}; {_REST}; {_POWER}; {_CREWS}; confidence {confidence}"


REGIONS = table(
    "region bloc shell_cost_index equipment_cost_index operating_cost_index max_phase_starts_per_year"
    " power_price_usd_kwh source",
    ("Taiwan", "Allied", 1.0, 1.0, 1.00, 10, 0.13, _basis("M")),
    ("USA", "Allied", 2.5, 1.05, 1.10, 5, 0.075, _basis("M")),
    ("Germany", "Allied", 2.0, 1.04, 1.15, 2, 0.17, _basis("M")),
    ("Ireland", "Allied", 2.0, 1.04, 1.12, 1, 0.17, _basis("L")),
    ("Japan", "Allied", 1.3, 1.02, 1.05, 4, 0.15, _basis("M")),
    ("Korea", "Allied", 1.1, 1.02, 1.00, 10, 0.12, _basis("M")),
    ("Singapore", "Allied", 1.2, 1.02, 1.02, 3, 0.17, _basis("L")),
    ("India", "Neutral", 1.1, 1.05, 0.95, 2, 0.09, _basis("M")),
    ("UAE", "Gulf", 1.5, 1.05, 1.10, 2, 0.08, _basis("L")),
    ("KSA", "Gulf", 1.5, 1.05, 1.12, 1, 0.06, _basis("L")),
    ("Israel", "Allied", 1.6, 1.04, 1.05, 1, 0.12, _basis("L")),
    ("China", "China", 0.9, 1.02, 0.95, 8, 0.09, _basis("M")),
)
