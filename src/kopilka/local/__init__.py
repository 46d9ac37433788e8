"""What this device keeps: records in a store, secrets beside them, each behind a small port.

Import from the modules: which of them exist depends on the platform.
"""
