"""What a person must be told: dates that come near, things assigned, mentions, requests to sign. Once each, ever."""
