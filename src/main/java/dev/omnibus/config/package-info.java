/** {@code conf/*.json} as records, and what is in force now. */
package dev.omnibus.config;
