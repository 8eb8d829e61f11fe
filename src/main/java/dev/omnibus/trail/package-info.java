/** Who did what: what rooms note down for the audit log, without waiting for it. */
package dev.omnibus.trail;
