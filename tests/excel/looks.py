"""Rules of styles and number formats."""

import re
from collections import Counter
from collections.abc import Iterator

from tests.excel.package import Package, every
from tests.excel.rules import rule

_MOST_STYLES, _MOST_FONTS, _FIRST_OWN_FORMAT, _LONGEST_FORMAT = 65_490, 1_024, 164, 255
_OUTSIDE_QUOTES = re.compile(r'"[^"]*"|\\.')


def _count(package: Package, name: str) -> int:
    return sum(len(element) for element in every(package.styles, name))


@rule
def styles_are_few_and_whole(package: Package) -> Iterator[str]:
    fonts, fills, borders = (_count(package, name) for name in ("fonts", "fills", "borders"))
    formats = {int(found.get("numFmtId", "0")) for found in every(package.styles, "numFmt")}
    if _count(package, "cellXfs") > _MOST_STYLES or fonts > _MOST_FONTS or not fonts or fills < 2 or not borders:
        yield "too many or too few"
    for holder in every(package.styles, "cellXfs", "cellStyleXfs"):
        for xf in holder:
            at = [int(xf.get(name, "0")) for name in ("fontId", "fillId", "borderId", "numFmtId")]
            own = at[3] >= _FIRST_OWN_FORMAT and at[3] not in formats
            if at[0] >= fonts or at[1] >= fills or at[2] >= borders or own:
                yield f"{xf.attrib}"
    for holder in every(package.styles, "fonts", "fills", "borders", "cellXfs", "cellStyleXfs", "dxfs", "numFmts"):
        if holder.get("count") is not None and int(holder.get("count", "0")) != len(holder):
            yield f"{holder.tag.rpartition('}')[2]}: wrong count"


@rule
def every_cell_has_a_style_that_is_there(package: Package) -> Iterator[str]:
    most = max(1, _count(package, "cellXfs"))
    for sheet in package.sheets:
        for found in every(sheet.root, "c", "row", "col"):
            if int(found.get("s") or found.get("style") or 0) >= most:
                yield f"{sheet.name} {found.get('r') or found.get('min')}"


@rule
def number_formats_are_those_of_excel(package: Package) -> Iterator[str]:
    seen = Counter(found.get("numFmtId") for holder in every(package.styles, "numFmts") for found in holder)
    yield from (f"{id_} twice" for id_, n in seen.items() if n > 1)
    for found in every(package.styles, "numFmt"):
        code = found.get("formatCode", "")
        bare = _OUTSIDE_QUOTES.sub("", code)
        if (
            not 0 < len(code) <= _LONGEST_FORMAT
            or '"' in bare
            or bare.count(";") > 3
            or bare.count("[") != bare.count("]")
        ):
            yield code
