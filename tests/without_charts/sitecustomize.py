"""Python without the extra `charts`: a command that draws nothing takes half the time. Put this folder on the path."""

import sys

sys.modules["vl_convert"] = None  # type: ignore[assignment]
