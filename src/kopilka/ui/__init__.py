"""The screens: each draws a view and calls a verb."""
