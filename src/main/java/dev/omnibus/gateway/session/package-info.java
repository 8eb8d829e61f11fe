/** The sessions of legacy agents, on whichever node they ask next. */
package dev.omnibus.gateway.session;
