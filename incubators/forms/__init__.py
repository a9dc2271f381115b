"""What people type about organisations and needs."""
