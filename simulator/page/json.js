// Reading LINE's JSON, whose shape nobody has checked for us here.

/** @typedef {Record<string, unknown>} Json */

/** @param {unknown} value @returns {value is Json} */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {unknown} value @returns {Json} the object, or an empty one */
export const object = (value) => (isObject(value) ? value : {});

/** @param {unknown} value @returns {Json[]} the objects of a list, or none */
export const objects = (value) => (Array.isArray(value) ? value.filter(isObject) : []);

/** @param {unknown} value @returns {string} the words, or none */
export const words = (value) => (typeof value === 'string' ? value : '');
