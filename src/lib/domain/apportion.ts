// Splitting a whole number into whole shares that add up to it again.

/**
 * Splits `amount` in proportion to `weights` by largest remainder (ties: the earlier one): integers that sum exactly to
 * `amount`, each less than one off its exact share. All three are integers of 0 or more. Where no weight counts, the
 * last share takes it all.
 */
export function apportion(amount: number, weights: readonly number[]): number[] {
	let sum = 0;
	let largest = 0;
	for (const weight of weights) {
		sum += weight;
		if (weight > largest) largest = weight;
	}
	if (sum === amount) return weights.slice();
	const shares = new Array<number>(weights.length).fill(0);
	if (amount === 0 || weights.length === 0) return shares;
	if (sum === 0) {
		shares[shares.length - 1] = amount;
		return shares;
	}
	const remainders = new Array<number>(weights.length).fill(0);
	let left = amount;
	const safe = amount * largest <= Number.MAX_SAFE_INTEGER;
	for (let i = 0; i < weights.length; i++) {
		const weight = weights[i]!;
		if (weight === 0) continue;
		if (safe) {
			const product = amount * weight;
			remainders[i] = product % sum;
			shares[i] = (product - remainders[i]!) / sum;
		} else {
			const product = BigInt(amount) * BigInt(weight);
			remainders[i] = Number(product % BigInt(sum));
			shares[i] = Number(product / BigInt(sum));
		}
		left -= shares[i]!;
	}
	for (; left > 0; left--) {
		let best = -1;
		for (let i = 0; i < weights.length; i++) {
			if (remainders[i]! > 0 && (best < 0 || remainders[i]! > remainders[best]!)) best = i;
		}
		shares[best]! += 1;
		remainders[best] = 0;
	}
	return shares;
}
