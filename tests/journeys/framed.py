"""What partners show in frames, as pages of their own: the address, and whether the form is sent empty."""

_COLORS = "paper=1d2b3a&accent=ffb400"
FRAMED = {
    "sign form in a frame with errors": ("/embed/doors-till-nine", True),
    "sign form in a frame in other colors": (f"/embed/both?{_COLORS}", False),
    "check your inbox in a frame": (f"/embed/open-on-sundays/sent?{_COLORS}", False),
    "count in a frame": ("/embed/open-on-sundays/count", False),
    "signing is over in a frame": ("/embed/over", False),
}
