// One check of the doctor in words: for the page in its language, for the terminal in English.
import type { Check } from '#lib/domain/doctor.ts';
import { type DoctorWords, doctorEn } from '#lib/i18n/doctor-en.ts';

export interface CheckText {
	name: string;
	/** What was found. */
	value: string;
	/** What is wrong and what mends it; `null`: nothing is. */
	mend: string | null;
}

export function checkText({ name, problem, value }: Check, words: DoctorWords): CheckText {
	return { name: words.names[name], value, mend: problem === null ? null : words.problems[problem](value) };
}

/** For the terminal. */
export function checkTextEn(check: Check): CheckText {
	return checkText(check, doctorEn);
}
