"""Pictures on sheets. openpyxl would need Pillow for their size, which is read from the file here."""

import struct

from openpyxl.drawing.fill import Blip
from openpyxl.drawing.geometry import PresetGeometry2D
from openpyxl.drawing.image import Image
from openpyxl.drawing.picture import PictureFrame
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.worksheet.worksheet import Worksheet

_EMU_A_PIXEL = 9_525
_SIZE = slice(16, 24)  # width and height are the first fields of the first chunk of a PNG


class Png(Image):
    """A picture in memory."""

    format = "png"

    def __init__(self, data: bytes) -> None:
        """Keep a picture as it is."""
        self.data = data
        self.width, self.height = struct.unpack(">II", data[_SIZE])

    def _data(self) -> bytes:
        return self.data


def show(sheet: Worksheet, data: bytes, row: int, max_size: tuple[int, int], words: str) -> None:
    """Put a picture into column A from a row on, scaled to fit a number of pixels across and down.

    The words are its alternative text.
    """
    picture = Png(data)
    shrunk = min(max_size[0] / picture.width, max_size[1] / picture.height)
    width, height = round(picture.width * shrunk), round(picture.height * shrunk)
    frame = PictureFrame()
    frame.nvPicPr.cNvPr.id, frame.nvPicPr.cNvPr.name, frame.nvPicPr.cNvPr.descr = row, f"Picture {row}", words
    frame.blipFill.blip = Blip(cstate="print")  # openpyxl puts the picture itself in
    frame.spPr.prstGeom = PresetGeometry2D(prst="rect")
    size = XDRPositiveSize2D(width * _EMU_A_PIXEL, height * _EMU_A_PIXEL)
    picture.anchor = OneCellAnchor(_from=AnchorMarker(col=0, row=row - 1), ext=size, pic=frame)
    sheet.add_image(picture)
