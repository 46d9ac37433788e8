"""What components are made with: state, tasks, the guard, what every screen is given."""
