"""One module per section of the portal: asks the backend, fills widgets."""
