/** What a key asks for. Distances are micrometres: right and down are positive. */
export type PlacementCommand =
  | { readonly name: 'move'; readonly dx: number; readonly dy: number }
  | { readonly name: 'page'; readonly by: 1 | -1 }
  | { readonly name: 'edge'; readonly side: 'left' | 'right' | 'top' | 'bottom' }
  | { readonly name: 'rotate'; readonly by: number }
  | { readonly name: 'step'; readonly by: 1 | -1 }
  | { readonly name: 'copy' | 'paste' | 'duplicate' | 'select-all' | 'remove' | 'undo' | 'redo' | 'form' | 'cancel' | 'drop' };

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

const MILLIMETRE = 1000;
const ROTATION = 15_000;
const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Keys that work anywhere in the element outside text fields. */
export function generalCommand(press: KeyPress): PlacementCommand | undefined {
  const key = press.key.toLowerCase();
  if (press.ctrlKey || press.metaKey) {
    if (press.altKey) return undefined;
    if (key === 'z') return { name: press.shiftKey ? 'redo' : 'undo' };
    if (key === 'y') return { name: 'redo' };
    return undefined;
  }
  return key === 'escape' ? { name: 'cancel' } : undefined;
}

/** Keys on a placed seal, and on one that is being carried. */
export function itemCommand(press: KeyPress): PlacementCommand | undefined {
  if (press.ctrlKey || press.metaKey) return controlCommand(press);
  const direction = DIRECTIONS[press.key];
  if (direction) {
    const step = press.shiftKey ? 10 * MILLIMETRE : press.altKey ? MILLIMETRE / 10 : MILLIMETRE;
    return { name: 'move', dx: direction[0] * step, dy: direction[1] * step };
  }
  if (press.altKey) return undefined;
  switch (press.key) {
    case 'PageUp':
      return { name: 'page', by: -1 };
    case 'PageDown':
      return { name: 'page', by: 1 };
    case 'Home':
      return { name: 'edge', side: press.shiftKey ? 'top' : 'left' };
    case 'End':
      return { name: 'edge', side: press.shiftKey ? 'bottom' : 'right' };
    case 'r':
    case 'R':
      return { name: 'rotate', by: press.shiftKey ? -ROTATION : ROTATION };
    case '[':
      return { name: 'step', by: -1 };
    case ']':
      return { name: 'step', by: 1 };
    case 'Delete':
    case 'Backspace':
      return { name: 'remove' };
    case 'F2':
      return { name: 'form' };
    case 'Escape':
      return { name: 'cancel' };
    case 'Enter':
      return { name: 'drop' };
    default:
      return undefined;
  }
}

function controlCommand(press: KeyPress): PlacementCommand | undefined {
  if (press.altKey || press.shiftKey) return undefined;
  switch (press.key.toLowerCase()) {
    case 'c':
      return { name: 'copy' };
    case 'v':
      return { name: 'paste' };
    case 'd':
      return { name: 'duplicate' };
    case 'a':
      return { name: 'select-all' };
    default:
      return undefined;
  }
}
