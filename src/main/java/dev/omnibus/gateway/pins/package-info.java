/** Definitions of tools, prompts and resources as they were first seen or approved. */
package dev.omnibus.gateway.pins;
