from . import kopilka_call
