import { escapeHtml } from './escapeHtml.ts';

/** Commands and the signs they stand for, in pairs. */
const PAIRS =
  'alpha α beta β gamma γ delta δ epsilon ε theta θ lambda λ mu μ pi π rho ρ sigma σ tau τ phi φ psi ψ omega ω ' +
  'Delta Δ Sigma Σ Omega Ω int ∫ sum ∑ prod ∏ partial ∂ nabla ∇ infty ∞ sqrt √ in ∈ to → cdot · times × pm ± ' +
  'le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ ldots … cdots ⋯ dots … { { } } $ $ % %';
const SIGNS = new Map([...PAIRS.matchAll(/(\S+) (\S+)/g)].map(([, name, sign]) => [name, sign] as const));
for (const name of ['quad', ',', ';', ':', ' ']) SIGNS.set(name, ' ');
for (const name of ['left', 'right', '!']) SIGNS.set(name, '');
const DEEPEST = 20;

/**
 * A formula as plain HTML: common signs as themselves, powers and indices raised and lowered, fractions with a slash.
 * A fallback, not a typesetter: what it doesn't know stays as it was written.
 */
export function formulaHtml(tex: string): string {
  let at = 0;

  /** One unit: a group, a command or a character. */
  function unit(depth: number): string {
    const char = tex[at] ?? '';
    at += 1;
    if (char === '\\') return command(depth);
    if (char === '{' && depth < DEEPEST) return group(depth + 1);
    if ((char === '^' || char === '_') && depth < DEEPEST && at < tex.length) {
      const tag = char === '^' ? 'sup' : 'sub';
      return `<${tag}>${unit(depth + 1)}</${tag}>`;
    }
    return escapeHtml(char);
  }

  function group(depth: number): string {
    let html = '';
    while (at < tex.length && tex[at] !== '}') html += unit(depth);
    at += 1;
    return html;
  }

  function command(depth: number): string {
    const name = /^(?:[a-zA-Z]+|[^])/.exec(tex.slice(at))?.[0] ?? '';
    at += name.length;
    if (name === 'frac' && depth < DEEPEST) return `${bracketed(depth)}⁄${bracketed(depth)}`;
    return SIGNS.get(name) ?? escapeHtml(`\\${name}`);
  }

  function bracketed(depth: number): string {
    const html = unit(depth + 1);
    return /^\w*$/.test(html) ? html : `(${html})`;
  }

  let html = '';
  while (at < tex.length) html += unit(0);
  return html;
}
