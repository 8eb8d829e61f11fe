/** What a call went through, step by step: taken on the way, made to spans only if it is kept. */
package dev.omnibus.tracing;
