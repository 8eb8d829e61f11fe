/**
 * Who did what, when, to what: an append-only log whose rows are chained, searched and exported.
 */
package dev.omnibus.audit;
