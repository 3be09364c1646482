"""Numbers that stand for no limit."""


def is_placeholder(value: float) -> bool:
    """True for a number that stands for no limit, such as 99999 or 1000000."""
    digits = f"{value:.0f}"
    return set(digits) == {"9"} or (len(digits) > 4 and set(digits[1:]) == {"0"} and digits[0] == "1")
