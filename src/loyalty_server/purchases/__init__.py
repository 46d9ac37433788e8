"""What happens at a till: baskets judged, opened, completed; receipts with and without a member."""
