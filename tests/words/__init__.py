"""Every word of both languages on one sheet, so that an editor can read them from beginning to end."""
