"""Nobody's subscription leads the server anywhere but to a push service."""

import pytest

from loyalty_server.pushes.services import PushServices


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://web.push.apple.com/QGuQyavXutnMH",
        "https://db5p.notify.windows.com/w/?token=BQYAAA",
        "https://fcm.googleapis.com:443/fcm/send/abc",
    ],
)
def test_services_of_the_browsers_makers_are_called(endpoint: str) -> None:
    assert PushServices().may_call(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/fcm/send/abc",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/",
        "https://10.0.0.1/",
        "https://fcm.googleapis.com.evil.example/",
        "https://evilfcm.googleapis.com/",
        "https://fcm.googleapis.com@127.0.0.1/",
        "https://evil.example\\@fcm.googleapis.com/",
        "https://fcm.googleapis.com\\@evil.example/",
        "https://evil.example/#.push.apple.com",
        "https://evil.example/?.notify.windows.com",
        "https://notify.windows.com.evil.example/",
        "https://fcm.googleapis.com\n.evil.example/",
        "https://fcm.googleapis.com:99999/",
        "https://user:x@web.push.apple.com/",
        "file:///etc/passwd",
        "//fcm.googleapis.com/",
        "",
        "https://fcm.googleapis.com/" + "a" * 3000,
    ],
)
def test_no_other_place_is_called(endpoint: str) -> None:
    assert not PushServices().may_call(endpoint)
    assert not PushServices(("http://127.0.0.1:9000",)).may_call(endpoint)


def test_place_of_ones_own_is_called_where_it_was_named_exactly() -> None:
    services = PushServices(("http://127.0.0.1:9000",))
    assert services.may_call("http://127.0.0.1:9000/push/1")
    assert not services.may_call("http://127.0.0.1:9001/push/1")
    assert not services.may_call("https://127.0.0.1:9000/push/1")
    assert not services.may_call("http://127.0.0.1:9000@10.0.0.1/")
