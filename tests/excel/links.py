"""Rules of hyperlinks and of what is anchored on a sheet."""

from collections import Counter
from collections.abc import Iterator

from tests.excel.names import SHEET, is_name, sheets_in
from tests.excel.package import LAST_COLUMN, LAST_ROW, Package, box, every
from tests.excel.rules import rule

_MOST_LINKS, _LONGEST_PLACE, _LONGEST_TIP = 65_530, 2_079, 255


@rule
def links_lead_to_cells_that_are_there(package: Package) -> Iterator[str]:
    known = {sheet.name.lower() for sheet in package.sheets}
    defined = {element.get("name", "").lower() for element in every(package.book, "definedName")}
    for sheet in package.sheets:
        links = every(sheet.root, "hyperlink")
        if len(links) > _MOST_LINKS:
            yield f"{sheet.name}: {len(links)} links"
        for link in links:
            place, outside = link.get("location", ""), [key for key in link.attrib if key.endswith("}id")]
            target, _, cells = place.rpartition("!")
            sheet_named = SHEET.fullmatch(f"{target}!")
            leads = [name.lower() for name in sheets_in(f"{target}!")] if box(cells) and sheet_named else []
            known_name = is_name(place) and place.lower() in defined
            if not outside and not known_name and (not leads or leads[0] not in known):
                yield f"{sheet.name}!{link.get('ref')} -> {place}"
            long = len(place) > _LONGEST_PLACE or len(link.get("tooltip", "")) > _LONGEST_TIP
            if box(link.get("ref", "")) is None or long:
                yield f"{sheet.name}!{link.get('ref')}"
        yield from (f"{sheet.name}!{ref} twice" for ref, n in Counter(x.get("ref") for x in links).items() if n > 1)


@rule
def what_is_anchored_stands_on_the_sheet(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        for part, root in package.related(sheet.part, "drawing"):
            for mark in every(root, "from", "to"):
                found = {child.tag.rpartition("}")[2]: int(child.text or "-1") for child in mark}
                if not (0 <= found["col"] < LAST_COLUMN and 0 <= found["row"] < LAST_ROW):
                    yield f"{part} {found}"
                if found["colOff"] < 0 or found["rowOff"] < 0:
                    yield f"{part} {found}"
            for size in every(root, "ext"):
                if size.get("cx") is not None and min(int(size.get("cx", "0")), int(size.get("cy", "0"))) < 0:
                    yield f"{part} {size.attrib}"


@rule
def page_breaks_stand_between_rows(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        for found in every(sheet.root, "rowBreaks", "colBreaks"):
            ids = [int(element.get("id", "0")) for element in every(found, "brk")]
            if len(ids) > 1_026 or len(set(ids)) != len(ids) or min(ids, default=1) < 1:
                yield f"{sheet.name} {ids[:5]}"
            if found.get("count") is not None and int(found.get("count", "0")) != len(ids):
                yield f"{sheet.name}: wrong count of breaks"
