/** The connections of one event loop to HTTP servers, for calls that pass through. */
package dev.omnibus.gateway.line;
