"""Curves of the whole world by year, base case."""

WORLD_MILLION = {
    2025: 10.0, 2026: 16.3, 2027: 22.0, 2028: 28.0, 2029: 33.0, 2030: 38.0,
    2031: 42.0, 2032: 46.0, 2033: 49.0, 2034: 52.0, 2035: 55.0, 2036: 58.3,
}  # fmt: skip
"""Million packages a year, base curve: JPM (2025-26), NVIDIA orders (2027), AMD TAM (2028, 2030), then extrapolated."""

WORLD_A_YEAR = {
    2026: 62.0, 2027: 80.0, 2028: 90.0, 2029: 97.0, 2030: 102.0, 2031: 106.0,
    2032: 110.0, 2033: 114.0, 2034: 119.0, 2035: 124.0, 2036: 125.0,
}  # fmt: skip
"""Low-NA tools that ASML ships."""
