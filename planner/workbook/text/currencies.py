"""The world's money as planners write it: signs, codes and names of currencies, and the words for their scale.

All are rewritten in one form, so that whoever compares units knows one word each: `₩ trn` is `krw trn`, `億円` is
`oku jpy`.
"""

import re

from planner.workbook.text.words import fold

_WRITTEN = {
    "usd": "us$ us-$ usd dollar dollars",
    "eur": "€ eur euro euros",
    "gbp": "£ gbp sterling",
    "jpy": "jp¥ ¥ jpy yen 円",
    "cny": "cn¥ rmb¥ cny rmb yuan renminbi 人民币 人民幣 元",
    "krw": "₩ krw won 원",
    "twd": "nt$ nt-$ ntd twd 新台幣 新臺幣 台幣",
    "inr": "₹ inr rupee rupees",
    "chf": "chf",
    "sgd": "s$ sg$ sgd",
    "hkd": "hk$ hkd",
    "aud": "a$ au$ aud",
    "cad": "c$ ca$ cad",
    "brl": "r$ brl",
    "mxn": "mx$ mxn",
    "ils": "₪ ils nis shekel shekels",
    "vnd": "₫ vnd",
    "thb": "฿ thb",
    "php": "₱ php",
    "rub": "₽ rub",
    "try": "₺ try",
    "pln": "zł pln",
    "sek": "sek",
    "nok": "nok",
    "dkk": "dkk",
    "czk": "czk",
    "myr": "myr ringgit",
    "idr": "idr rupiah",
    "sar": "sar riyal riyals",
    "aed": "aed dirham dirhams",
    "ten thousands": "万 萬 만",
    "lakh": "lakh lakhs",
    "crore": "crore crores",
    "oku": "億 亿 억 oku eok",
    "chou": "兆 조",
}
_SCALES = {"ten thousands": "myriad", "lakh": "lakh", "crore": "crore", "oku": "oku", "chou": "trillion"}
SCALES = {"myriad": 1e4, "lakh": 1e5, "crore": 1e7, "oku": 1e8}
"""What the scales of other countries stand for, by the word that they are rewritten as."""
CODES = tuple(code for code in _WRITTEN if code not in _SCALES)
OTHERS = tuple(code for code in CODES if code != "usd")
_PLAIN = {word: _SCALES.get(code, code) for code, words in _WRITTEN.items() for word in words.split()}


def _pattern(word: str) -> str:
    """A word of letters stands alone; a sign stands anywhere, but for the letters before its dollar."""
    before = r"(?<![^\W\d_])" if word[0].isascii() and word[0].isalpha() else ""
    after = r"(?![^\W\d_])" if word[-1].isascii() and word[-1].isalpha() else ""
    return f"{before}{re.escape(word)}{after}"


_MONEY = re.compile("|".join(_pattern(word) for word in sorted(_PLAIN, key=len, reverse=True)))


def plain_money(text: str) -> str:
    """Return a text folded, each currency as its code and each scale of other countries as its word, apart."""
    return " ".join(_MONEY.sub(lambda match: f" {_PLAIN[match[0]]} ", fold(text)).split())


def other_money(text: str) -> str:
    """Return the code of the first currency that a text names and that is not the US dollar; empty for none."""
    codes = (_PLAIN[match[0]] for match in _MONEY.finditer(fold(text)))
    return next((code.upper() for code in codes if code in OTHERS), "")
