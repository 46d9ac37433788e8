"""Who is a member here: details, devices, settings, privacy, stores, leaving."""
