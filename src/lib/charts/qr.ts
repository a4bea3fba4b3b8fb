// A QR code as one path: a square for each dark module. https://www.iso.org/standard/62021.html
import { encode } from 'uqr';

export interface QrPath {
	/** Modules on a side, quiet zone included. */
	size: number;
	/** For the `d` of a path in a view box of that size. */
	path: string;
}

/** The quiet zone of four modules is part of it: without it cameras do not find the code. */
export function qrPath(text: string): QrPath {
	const { size, data } = encode(text, { ecc: 'M', border: 4 });
	let path = '';
	for (const [y, row] of data.entries())
		for (const [x, dark] of row.entries()) if (dark) path += `M${x} ${y}h1v1h-1z`;
	return { size, path };
}
