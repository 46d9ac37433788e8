"""The demo's own pictures, drawn as SVG: `python -m tests.drawings` makes of them what the demo ships."""
