"""The ``gongkai`` program: its commands put the rooms together and hold no logic of their own."""
