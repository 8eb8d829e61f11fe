/** Every call counted, timed and told. */
package dev.omnibus.gateway.seen;
