"""The card in the phone's own wallet: Apple's passes and Google's, and telling them what changed."""
