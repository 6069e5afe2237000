"""Colours of a chart where no style sheet reaches it; a test compares them with the light half of tokens.css."""

PALETTE = {
    "surface": "#ffffff",
    "sunken": "#f1f1ee",
    "line": "#e3e3de",
    "line_strong": "#c9c9c2",
    "control": "#878b8f",
    "ink": "#17191b",
    "ink_2": "#4d5256",
    "ink_3": "#63686d",
    "accent": "#1b5e85",
    "accent_soft": "#e6f0f6",
    "good": "#1d6b43",
    "good_soft": "#e4f2ea",
    "warn": "#8a5300",
    "warn_soft": "#fbf0dc",
    "bad": "#a8262b",
    "bad_soft": "#fbe9e8",
}
#: The first font is the one of prints; a page says its own.
FONTS = "DejaVu Sans, Noto Sans, sans-serif"
