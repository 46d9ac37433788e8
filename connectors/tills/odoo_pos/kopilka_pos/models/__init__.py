from . import kopilka_till
