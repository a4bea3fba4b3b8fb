// A model's name as it is shown.

/** `claude-opus-5-5-20260923` → `opus-5-5`: the part that tells models apart. Others stay as they are. */
export function modelText(model: string): string {
	return model.replace(/^claude-/, '').replace(/-20\d{6}$/, '');
}
