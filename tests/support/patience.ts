/** For what will come: a machine that stands still for seconds must not look like a partner that says nothing. */
export const PATIENT = 20_000;
/** For what is meant to come never, or too late: the test waits for its end. */
export const IMPATIENT = 300;
