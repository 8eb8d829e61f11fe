/** Where HTTP servers are, and with which headers they are asked. */
package dev.omnibus.gateway.target;
