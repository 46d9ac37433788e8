"""The people who run the programme: their keys, what each may do, their sessions, and what they did."""
