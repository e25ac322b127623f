"""What gongkai promises, as tests; one folder a room."""
