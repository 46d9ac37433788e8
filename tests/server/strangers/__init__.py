"""What strangers try, by HTTP alone and with programmes of their own."""
