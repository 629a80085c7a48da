/** Registers every element under its own tag: the entry of the browser bundle. */
import { defineSealElements } from './all.ts';

defineSealElements();
