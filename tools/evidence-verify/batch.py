"""The place of an act in a batch that was confirmed at once. docs/evidence-format.md, section 6.4a."""

import hashlib
import re

MOST = 200
LEAF, NODE = b"\x00sealkit batch leaf v1\x00", b"\x01sealkit batch node v1\x00"


def includes(challenge, index, count, path, root):
    """Whether the act stands at `index` of `count` under the root; anything of another form is a no."""
    whole = all(isinstance(number, int) and not isinstance(number, bool) for number in (index, count))
    if not whole or not 0 <= index < count <= MOST or not isinstance(path, list):
        return False
    digests = [octets(text) for text in (challenge, root, *path)]
    if None in digests:
        return False
    leaf, top, *siblings = digests
    # The path by its definition, from the root down: which half the act is in decides the side of each sibling.
    return climb(hashlib.sha256(LEAF + leaf).digest(), index, count, siblings) == top


def climb(leaf, index, count, siblings):
    if count == 1:
        return leaf if not siblings else None
    if not siblings:
        return None
    *below, sibling = siblings
    half = 1 << ((count - 1).bit_length() - 1)
    if index < half:
        inner = climb(leaf, index, half, below)
        return inner and hashlib.sha256(NODE + inner + sibling).digest()
    inner = climb(leaf, index - half, count - half, below)
    return inner and hashlib.sha256(NODE + sibling + inner).digest()


def octets(text):
    found = re.match(r"sha256:([0-9a-f]{64})\Z", text) if isinstance(text, str) else None
    return bytes.fromhex(found[1]) if found else None
