"""What is sent printed where the server runs: for the demo and for development."""

from kopilka_cli.terminal import say
from loyalty_server.dispatches.carriers import Letter
from loyalty_server.languages import Language
from loyalty_server.sign_in.addresses import Address, Channel


class ConsoleSender:
    """Prints phones and codes, so nothing uses it that was not asked to by name."""

    def reaches(self, _channel: Channel) -> bool:
        return True

    def send_code(self, address: Address, code: str, _language: Language, _message_id: str) -> None:
        say(f"sign-in code for {address.value}: {code}")


class ConsoleCarrier:
    """Prints messages as they would be sent."""

    def carry(self, letter: Letter, /) -> None:
        say(f"message to {letter.to}: {letter.subject or letter.text}")
        if letter.subject:
            say(letter.text)
