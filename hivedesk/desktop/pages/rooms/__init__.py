"""Link carers, their rooms, and the stays in them."""
