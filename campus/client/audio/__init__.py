"""Sound: what happens is told as cues, and played where there is something to play it on."""
