// The last step of every chart made with Plot: fit for a strict Content-Security-Policy and for a screen reader.

/**
 * The SVG, named as one image. Plot's own <style> goes (its rules stand in app.css), and so do the labels inside, which
 * assistive technology may not announce on groups without a role.
 */
export function finish(plot: SVGSVGElement | HTMLElement, label: string): SVGSVGElement {
	const svg = plot as SVGSVGElement;
	for (const style of svg.querySelectorAll('style')) style.remove();
	for (const inner of svg.querySelectorAll('[aria-label], [aria-description]')) {
		// The pointer's tip is filled later, and styled by this name.
		if (inner.getAttribute('aria-label') === 'tip') inner.classList.add('tip');
		inner.removeAttribute('aria-label');
		inner.removeAttribute('aria-description');
	}
	svg.setAttribute('role', 'img');
	svg.setAttribute('aria-label', label);
	return svg;
}
