const GAP = 6;
const MARGIN = 8;

/**
 * Puts a panel that lies over the page beside its anchor: below it where there is room, else above; its start at the anchor's,
 * or where it would reach beyond the page, its end at the anchor's end; never beyond the edges.
 * Both are measured now; call it again after a scroll.
 */
export function place(panel: HTMLElement, anchor: Element): void {
  const at = anchor.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const height = document.documentElement.clientHeight;
  const own = panel.getBoundingClientRect();
  const below = height - at.bottom - GAP - MARGIN;
  const above = at.top - GAP - MARGIN;
  const goesAbove = own.height > below && above > below;
  const most = width - own.width - MARGIN;
  const left = Math.max(MARGIN, Math.min(at.left <= most ? at.left : at.right - own.width, most));
  const top = goesAbove ? Math.max(MARGIN, at.top - GAP - own.height) : at.bottom + GAP;
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
  panel.style.maxHeight = `${Math.max(120, goesAbove ? above : below)}px`;
}
