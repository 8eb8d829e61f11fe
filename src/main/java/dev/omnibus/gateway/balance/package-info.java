/** How much one server is asked at once, how often again, and which of its replicas is asked. */
package dev.omnibus.gateway.balance;
