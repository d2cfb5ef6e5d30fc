/** One source of repeatable chance for the tests and for the simulated city. */
export { seededChance, seededRandom } from '../../simulator/city/seeded-chance.ts';
