"""Which symbols the interface draws, as SVG paths of our own on a 24 by 24 grid, coloured by the text around them."""

_STROKE = 'fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round"'


def _lines(*paths: str) -> str:
    return "".join(f'<path {_STROKE} d="{path}"/>' for path in paths)


def _solid(path: str, hole: str = "") -> str:
    knocked = f'<path fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round" d="{hole}"/>' if hole else ""
    return f'<path fill="currentColor" d="{path}"/>{knocked}'


_DISC = "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z"

ICONS = {
    "alert": _solid("M12 2.2 23 21.5H1z", "M12 9.5v5M12 18v.1"),
    "arrow": _lines("M4 12h15M13 6l6 6-6 6"),
    "attachment": _lines("M6 2.5h8l5 5v14H6z", "M14 2.5v5h5M9 13h7M9 17h7"),
    "back": _lines("M15 5l-7 7 7 7"),
    "calendar": _lines("M4 5.5h16v15H4zM4 10h16M8 3v4M16 3v4"),
    "check": _lines("M4 12.5 9.5 18 20 6.5"),
    "check-circle": _solid(_DISC, "m7.5 12.3 3.2 3.2 6-6.8"),
    "clock": _lines("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M12 7.5V12l3 2.5"),
    "cross": _lines("M6 6l12 12M18 6 6 18"),
    "cross-circle": _solid(_DISC, "m8.5 8.5 7 7m0-7-7 7"),
    "diamond": _solid("M12 1.5 22.5 12 12 22.5 1.5 12z", "M12 7.5v5.5M12 16.5v.1"),
    "download": _lines("M12 3v12M7 10.5l5 5 5-5M4 20.5h16"),
    "hash": _lines("M9 3 7 21M17 3l-2 18M3.5 9h17M3.5 15h17"),
    "info": _solid(_DISC, "M12 11v6M12 7.2v.1"),
    "link": _lines(
        "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1.2 1.2", "M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1.2-1.2"
    ),
    "list": _lines("M9 6h12M9 12h12M9 18h12", "M4 6h.1M4 12h.1M4 18h.1"),
    "menu": _lines("M3 6h18M3 12h18M3 18h18"),
    "next": _lines("M9 5l7 7-7 7"),
    "numbers": _lines("M11 6h10M11 12h10M11 18h10", "M3 4l2-1v6M3 14.5c2.5-2 4 .5 0 5h4"),
    "person": _lines("M12 3.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8z", "M4 21c.6-4.4 3.8-6.5 8-6.5s7.4 2.1 8 6.5"),
    "question": _solid(_DISC, "M9.3 9.2a2.8 2.8 0 1 1 4 2.6c-.9.4-1.3.9-1.3 1.9M12 17v.1"),
    "ring": _lines("M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14z"),
    "search": _lines("M10.5 3.5a7 7 0 1 0 0 14 7 7 0 0 0 0-14z", "m16 16 5 5"),
    "square": _solid("M4 4h16v16H4z"),
    "stop": _solid("M4 4h16v16H4z", "M8.5 12h7"),
}

TONE_ICONS = {
    "neutral": "ring",
    "info": "info",
    "success": "check-circle",
    "warning": "alert",
    "danger": "diamond",
    "closed": "stop",
}
