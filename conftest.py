"""The same words, no casebook and no haste for every test, whoever runs them and wherever."""

import os

import hypothesis

os.environ["CASEWORK_LANG"] = "zh"
for name in ("CASEWORK_BOOK", "CASEWORK_KEY_FILE"):
    os.environ.pop(name, None)

# A slow machine is no fault, and CI must find today what it found yesterday.
hypothesis.settings.register_profile("casework", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("casework")
