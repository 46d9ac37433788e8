"""Five programmes of real kinds, each ringing up a month."""
