"""Pictures: made small and safe when a programme is published, kept, and shown by address."""
