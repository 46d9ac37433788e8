"""The wallet without its screens: rules, storage, network."""
