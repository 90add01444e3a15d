"""What the screens ask: the contract (`base`) and those who keep it (`sql`)."""
