"""The laptop's stage: the embedded engine, the deploy of template.yaml into it, the sandbox channels, a day to play."""
