"""Small plugins of two versions, and hostile ones, for the tests of their life."""
