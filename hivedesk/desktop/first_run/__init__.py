"""The assistant of a laptop without a store: nothing is made before its last step."""
