"""Ways in: REST, the SDKs' names, the official client. All of them end in one exchange."""
