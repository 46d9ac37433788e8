"""The rules of one loyalty scheme: frozen data read from a file, kept in versions."""
