"""The desk for programs: the same operations as REST, described by OpenAPI. A token opens it, never a session."""
