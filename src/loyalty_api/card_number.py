"""The card's number: 13 digits, a valid EAN-13 in GS1's restricted-circulation range (prefix 20-29)."""


def check_digit(first_twelve: str) -> str:
    """The EAN-13 check digit (GS1 General Specifications, 7.9)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(first_twelve))
    return str(-total % 10)


def is_ean_13(text: str) -> bool:
    """Whether these are 13 digits that end with the right check digit."""
    digits = len(text) == 13 and text.isascii() and text.isdigit()
    return digits and check_digit(text[:12]) == text[12]


def is_card_number(text: str) -> bool:
    """Whether this is an EAN-13 that begins with 2."""
    return is_ean_13(text) and text[0] == "2"


def card_number(random_number: int) -> str:
    """A card's number from a random number below 10**11."""
    first_twelve = f"2{random_number:011d}"
    if len(first_twelve) != 12:
        raise ValueError("the random number must be below 10**11")
    return first_twelve + check_digit(first_twelve)


def grouped(number: str) -> str:
    """For reading aloud, in fours: `2912 3456 7890 1`."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
