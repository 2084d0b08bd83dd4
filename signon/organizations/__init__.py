"""The register of organizations: who they are across letters, and what proves it."""
