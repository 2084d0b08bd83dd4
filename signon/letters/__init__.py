"""Letters and petitions: their texts, their file, their life from draft to delivery."""
