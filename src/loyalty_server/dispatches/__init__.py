"""Messages by e-mail and text message: to whom, in which words, and how they are sent."""
