"""What Flet knows of the device: its language, and what it is called."""

import flet as ft


def language_of(info: ft.DeviceInfo | None) -> str | None:
    """The first that the device prefers, as `ru`."""
    return info.locales[0].language_code if info is not None and info.locales else None


def name_of(info: ft.DeviceInfo | None) -> str:
    """What the member will know the device by in the list of devices."""
    match info:
        case ft.WebDeviceInfo(browser_name=browser, platform=platform):
            return f"{browser.value.capitalize()} · {platform}" if platform else browser.value
        case ft.AndroidDeviceInfo(brand=brand, model=model):
            return f"{brand} {model}"
        case ft.IosDeviceInfo(name=name) | ft.LinuxDeviceInfo(name=name):
            return name
        case ft.MacOsDeviceInfo(computer_name=name) | ft.WindowsDeviceInfo(computer_name=name):
            return name
        case _:
            return ""
