"""Pictures from strangers: never kept as they came, but drawn anew from their pixels."""
