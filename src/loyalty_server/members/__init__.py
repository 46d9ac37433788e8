"""Who is in the programme: joining, details, consents, the card on paper."""
