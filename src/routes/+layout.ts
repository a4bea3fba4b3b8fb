// Static shells: every figure comes from this device's store, so there is nothing to render on a server.
export const ssr = false;
export const prerender = true;
export const trailingSlash = 'never';
