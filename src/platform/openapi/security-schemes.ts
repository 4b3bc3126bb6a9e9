/** The two ways to present an API key, as the API's description names them. */
export const BEARER_SCHEME = 'bearer';
export const API_KEY_SCHEME = 'apiKey';
